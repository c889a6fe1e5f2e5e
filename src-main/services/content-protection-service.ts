import type { WindowPort } from '../ports/window-port.ts'

export type ContentProtectionService = ReturnType<typeof createContentProtectionService>

/**
 * Keeps the window out of captures (E39) while its page asks for it, and while a temporary password that was issued is held,
 * even if the page errs. What a page asked for ends with it.
 */
export function createContentProtectionService(window: Pick<WindowPort, 'protectContent' | 'onReloaded' | 'onLost'>) {
  const reasons = new Set<string>()
  const note = (reason: string, isGiven: boolean): void => {
    if (isGiven) reasons.add(reason)
    else reasons.delete(reason)
    window.protectContent(reasons.size > 0)
  }
  const forgetPage = (): void => note('page', false)
  window.onReloaded(forgetPage)
  window.onLost(forgetPage)
  return {
    notePage: (isAsked: boolean): void => note('page', isAsked),
    noteSecret: (reissueId: string, isHeld: boolean): void => note(`secret ${reissueId}`, isHeld),
  }
}
