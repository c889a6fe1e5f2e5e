import { elementScroll, type Virtualizer, type VirtualizerOptions } from '@tanstack/react-virtual'

type List = Virtualizer<HTMLDivElement, Element>
export type ListStart = Pick<
  VirtualizerOptions<HTMLDivElement, Element>,
  'initialRect' | 'observeElementRect' | 'scrollToFn'
>

/**
 * How a list of which only some rows exist begins without making the browser lay out the page twice: with a guess of its
 * height, which is corrected when the page has been laid out anyway, and, if it begins at its top, without being scrolled.
 * A guess that is a row too short or too long has the list rendered again.
 *
 * @param aroundPx what stands above and below the list on its screen, where nothing wraps
 */
export function createListStart(aroundPx: number): ListStart {
  let hasBegun = false
  return {
    initialRect: { width: window.innerWidth, height: Math.max(200, window.innerHeight - aroundPx) },
    observeElementRect({ scrollElement }: List, tell) {
      if (!scrollElement) return undefined
      const observer = new ResizeObserver(() =>
        tell({ width: scrollElement.offsetWidth, height: scrollElement.offsetHeight }),
      )
      observer.observe(scrollElement)
      return () => observer.disconnect()
    },
    scrollToFn(offset, options, list: List) {
      if (hasBegun || offset !== 0) elementScroll(offset, options, list)
      hasBegun = true
    },
  }
}
