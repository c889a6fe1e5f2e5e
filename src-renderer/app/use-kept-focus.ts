import { useEffect } from 'react'

/** Long enough for a new screen to take the focus itself, too short to press a key into nothing. */
const graceMs = 50

/**
 * The focus is never lost: when what had it has left the page, was hidden or can be used no more, and nothing else has taken
 * it, it goes to the heading of the dialog or screen that is there (WCAG 2.4.3). A click beside everything is left alone.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let last: Element | null = null
    let timer: ReturnType<typeof setTimeout> | undefined
    const note = (event: FocusEvent) => {
      last = event.target instanceof Element ? event.target : null
    }
    const mend = () => {
      const isAway = document.activeElement === null || document.activeElement === document.body
      if (isAway && last !== null && !canHaveFocus(last)) takeRefuge()
    }
    const observer = new MutationObserver(() => {
      clearTimeout(timer)
      timer = setTimeout(mend, graceMs)
    })
    document.addEventListener('focusin', note)
    observer.observe(document.body, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ['disabled', 'hidden', 'inert', 'style'],
    })
    return () => {
      clearTimeout(timer)
      observer.disconnect()
      document.removeEventListener('focusin', note)
    }
  }, [])
}

const canHaveFocus = (element: Element): boolean =>
  element.isConnected && !element.matches(':disabled') && element.checkVisibility()

function takeRefuge(): void {
  const heading = [...document.querySelectorAll('h1')].find((candidate) => candidate.checkVisibility())
  if (heading && !heading.hasAttribute('tabindex')) heading.tabIndex = -1
  const control = document.querySelector<HTMLElement>('dialog[open] :is(button, input, textarea):not(:disabled)')
  ;(control ?? heading)?.focus()
}
