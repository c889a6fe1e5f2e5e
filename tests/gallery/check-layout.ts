import type { Page } from '@playwright/test'

/**
 * What does not fit: a page that scrolls sideways (WCAG 1.4.10), and text that is cut off by a box around it or stands out
 * of its button. Tables may be wider, since they are read in two dimensions; an ellipsis may be, where a title tells the rest.
 */
export function findMisfits(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const misfits: string[] = []
    const root = document.documentElement
    if (root.scrollWidth > root.clientWidth) {
      misfits.push(`the page is ${root.scrollWidth} px wide in a window of ${root.clientWidth}`)
    }
    const describe = (element: Element, text: string): string =>
      `${element.tagName.toLowerCase()}.${element.className} “${text.trim().slice(0, 60)}”`
    const cutsOff = (overflow: string) => ['hidden', 'clip'].includes(overflow)
    const scrolls = (overflow: string) => ['auto', 'scroll'].includes(overflow)

    /** The box that does not hold the text, or null; a title that tells the rest, or scrolling, makes it fit. */
    const findTightBox = (element: Element, drawn: DOMRect): Element | null => {
      for (let box: Element | null = element; box; box = box.parentElement) {
        const style = getComputedStyle(box)
        const bounds =
          box === document.body ? new DOMRect(0, 0, root.clientWidth, Infinity) : box.getBoundingClientRect()
        const outX = drawn.right > bounds.right + 1 || drawn.left < bounds.left - 1
        const outY = drawn.bottom > bounds.bottom + 2 || drawn.top < bounds.top - 2
        if (box === document.body) return outX ? box : null
        const isShortened = style.textOverflow === 'ellipsis' && box.closest('[title], [aria-label]') !== null
        // The status bar leaves out what has no room, on purpose.
        if (box.matches('.status-facts') && drawn.top >= bounds.bottom - 1) return null
        // There for screen readers alone.
        const isUnseen = cutsOff(style.overflowX) && bounds.width <= 2
        if ((isShortened && outX) || isUnseen) return null
        const isButton = box.matches('button, a[href], .badge, .fui-Badge')
        if ((isButton || cutsOff(style.overflowX)) && outX) return box
        if ((isButton || cutsOff(style.overflowY)) && outY) return box
        if (scrolls(style.overflowX) && box !== root && box.matches('.code, pre, textarea, [role=region]')) return null
        if (scrolls(style.overflowY) && outY) return null
      }
      return null
    }

    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement
      const text = node.textContent ?? ''
      if (!element?.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || text.trim() === '') continue
      if (element.closest('.visually-hidden, [role=grid], table, script, style, option')) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      const drawn = range.getBoundingClientRect()
      const tight = drawn.width < 2 ? null : findTightBox(element, drawn)
      if (tight) misfits.push(`${describe(element, text)} does not fit into ${describe(tight, '')}`)
    }
    return misfits
  })
}

/** Names of texts in place of the texts: a key that neither language has. */
export async function findRawKeys(page: Page, areas: readonly string[]): Promise<string[]> {
  const text = await page.locator('body').innerText()
  return text.match(new RegExp(`(?<![\\w.@/])(${areas.join('|')})\\.[a-zA-Z_]+(\\.[a-zA-Z_]+)*\\b`, 'g')) ?? []
}
