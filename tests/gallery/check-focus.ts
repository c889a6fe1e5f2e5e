import type { Page } from '@playwright/test'

/** More stops than any screen has. */
const mostStops = 80
/** So many are made, and then read, at once. */
const stopsAtOnce = 10

interface FocusStop {
  readonly isLost: boolean
  readonly isKnown: boolean
  readonly isSame: boolean
  readonly isInDialog: boolean
  readonly faults: readonly string[]
}

declare global {
  interface Window {
    /** The looks of what can have the focus, without it. */
    looksWithoutFocus?: Map<Element, string>
  }
}

/**
 * Walks once round the page with Tab. Told: the focus lost more than the once that every round has, an element with the focus
 * that is covered or out of the window (WCAG 2.4.11), one that looks the same with the focus as without (2.4.7), and what can
 * be used but is never reached (2.1.1).
 */
export async function findFocusFaults(page: Page): Promise<string[]> {
  await watchStops(page)
  // Between the last and the first the window has the focus for a moment, and a quick walk may miss a stop: no fault yet.
  return (await walkRound(page, true)).length === 0 ? [] : walkRound(page, false)
}

async function walkRound(page: Page, isQuick: boolean): Promise<string[]> {
  await prepareWalk(page, isQuick)
  const faults: string[] = []
  let wasLost = false
  let inPart = 0
  const ahead: FocusStop[] = []
  for (let stops = 0; stops < mostStops; stops += 1) {
    if (ahead.length === 0) ahead.push(...(await (isQuick ? makeStops(page) : makeStop(page))))
    const stop = ahead.shift()
    if (!stop) return [...faults, 'the page does not see the key Tab']
    faults.push(...stop.faults)
    // Between the last and the first, the focus is with the window itself; a dialog has no such gap.
    if (stop.isLost && (wasLost || stop.isInDialog)) return [...faults, 'the focus is lost']
    // A date has parts, and Tab goes through them; a screen with one stop comes back to it by way of the window.
    inPart = stop.isSame && !wasLost ? inPart + 1 : 0
    wasLost = stop.isLost
    if (inPart > 0 && inPart < 5) continue
    if (stop.isKnown) return [...faults, ...(await findUnreached(page))]
  }
  return [...faults, `Tab never comes round in ${mostStops} steps`]
}

/** Notes how everything looks without the focus, and gives it back. */
async function prepareWalk(page: Page, isQuick: boolean): Promise<void> {
  await page.evaluate((isWatched) => {
    const holder = document.activeElement
    if (holder instanceof HTMLElement) holder.blur()
    const properties = [
      'outline',
      'boxShadow',
      'border',
      'backgroundColor',
      'transform',
      'textDecoration',
      'opacity',
      'scale',
    ] as const
    const partLook = (part: Element): string =>
      [null, '::before', '::after']
        .map((pseudo) => getComputedStyle(part, pseudo))
        .map((style) => properties.map((property) => style[property]).join('|'))
        .join('\n')
    const lookOf = (element: Element, read = partLook): string =>
      [element, element.parentElement, element.parentElement?.parentElement, element.nextElementSibling]
        .map((part) => (part ? read(part) : ''))
        .join('\n')
    // Neighbours have their parents in common, and nothing moves meanwhile.
    const known = new Map<Element, string>()
    const partLookOnce = (part: Element): string => {
      const look = known.get(part) ?? partLook(part)
      known.set(part, look)
      return look
    }
    const all = document.querySelectorAll('a, button, input, select, textarea, summary, [tabindex]')
    window.looksWithoutFocus = new Map([...all].map((element) => [element, lookOf(element, partLookOnce)]))
    Object.assign(window, { lookOf, visited: new Set<Element>(), stops: isWatched ? [] : undefined })
    if (holder instanceof HTMLElement) holder.focus()
  }, isQuick)
}

declare global {
  interface Window {
    readonly lookOf: (element: Element) => string
    readonly visited: Set<Element>
    /** What the keys pressed since the last look led to, in a quick walk. */
    readonly stops?: FocusStop[]
    readStop?: () => FocusStop
  }
}

/** Goes on with Tab; the page itself looks where each leads, which is far quicker than to ask it every time. */
async function makeStops(page: Page): Promise<FocusStop[]> {
  for (let presses = 0; presses < stopsAtOnce; presses += 1) await page.keyboard.press('Tab')
  return page.evaluate(() => window.stops?.splice(0) ?? [])
}

async function makeStop(page: Page): Promise<FocusStop[]> {
  await page.keyboard.press('Tab')
  return page.evaluate(() => (window.readStop ? [window.readStop()] : []))
}

/** Reads each stop as the key is let go, once for the life of the page. */
const watchStops = (page: Page) =>
  page.evaluate(() => {
    if (window.readStop) return
    const readStop = (): FocusStop => {
      const element = document.activeElement
      const isInDialog = document.querySelector('dialog[open]') !== null
      const stop = { isLost: false, isKnown: false, isSame: false, isInDialog }
      if (!element || element === document.body) return { ...stop, isLost: true, faults: [] }
      const isSame = [...window.visited].at(-1) === element
      if (window.visited.has(element)) return { ...stop, isKnown: true, isSame, faults: [] }
      window.visited.add(element)
      const name = `${element.tagName.toLowerCase()}.${element.className} “${(element.getAttribute('aria-label') ?? element.textContent ?? '').slice(0, 40)}” ${element.id}`
      const faults: string[] = []
      const { left, top, width, height } = element.getBoundingClientRect()
      const hit = document.elementFromPoint(left + width / 2, top + height / 2)
      const isSeen =
        hit &&
        (hit === element || element.contains(hit) || hit.contains(element) || hit.closest('label')?.control === element)
      if (!isSeen) faults.push(`covered or out of the window by ${hit?.className ?? 'nothing'}: ${name}`)
      if (window.lookOf(element) === window.looksWithoutFocus?.get(element))
        faults.push(`no mark of the focus: ${name}`)
      return { ...stop, faults }
    }
    window.readStop = readStop
    addEventListener('keyup', (event) => event.key === 'Tab' && window.stops?.push(readStop()), { capture: true })
  })

const findUnreached = (page: Page) =>
  page.evaluate(() => {
    // Of a dialog, or a popover that keeps the focus, everything inside.
    const keepers = new Set([...window.visited].map((element) => element.closest('dialog, [role=dialog]')))
    const [keeper] = keepers
    const scope = (keepers.size === 1 ? keeper : null) ?? document.body
    const usable = scope.querySelectorAll<HTMLElement>(
      'a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, summary, [tabindex]',
    )
    const unreached = [...usable].filter((element) => {
      if (
        element.tabIndex < 0 ||
        element.matches('[aria-hidden=true]') ||
        window.visited.has(element) ||
        !element.checkVisibility({ visibilityProperty: true })
      )
        return false
      // Of a group of radio buttons one takes Tab.
      const isOtherRadio =
        element instanceof HTMLInputElement &&
        element.type === 'radio' &&
        [...window.visited].some((other) => other instanceof HTMLInputElement && other.name === element.name)
      return !isOtherRadio && element.closest('[inert]') === null
    })
    return unreached.map(
      (element) =>
        `Tab does not reach ${element.tagName} “${element.getAttribute('aria-label') ?? element.textContent}”`,
    )
  })
