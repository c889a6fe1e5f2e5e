/**
 * Runs INSIDE the page, in the preload's world: makes a browser window behave like an application's. Without it
 * Ctrl+P opens Chromium's print dialog, a right click its menu with "Save as" and "View source", Ctrl+N a browser.
 * Turned into text, so it may use nothing but its parameters and built-ins.
 */
export function installWindowManners(send: (message: object) => void): void {
  const INPUT_REPORT_INTERVAL_MS = 1000
  const withCtrl = new Set('abcdefghijklmnopqrstuvwxyz'.split('').filter((key) => !'acvxyz'.includes(key)))
  const withCtrlShift = new Set(['n', 't', 'i', 'j', 'c', 'o', 'b', 'delete', 'a', 'w', 'm', 'r', 'k'])
  const withAlt = new Set(['arrowleft', 'arrowright', 'home', 'f', 'e', 'd'])
  const alone = new Set(['f1', 'f3', 'f5', 'f6', 'f7', 'f12'])

  function isBrowserShortcut(event: KeyboardEvent) {
    const key = event.key.toLowerCase()
    const ctrl = event.ctrlKey || event.metaKey
    if (alone.has(key)) return true
    if (ctrl && event.shiftKey) return withCtrlShift.has(key)
    if (ctrl && !event.altKey) return withCtrl.has(key)
    return event.altKey && !ctrl && withAlt.has(key)
  }
  // On `window` in the bubbling phase: the page sees every key first and may use it for itself.
  addEventListener('keydown', (event) => {
    if (event.isTrusted && isBrowserShortcut(event)) event.preventDefault()
  })
  addEventListener('contextmenu', (event) => {
    if (event.isTrusted) event.preventDefault()
  })

  // What the host cannot see from outside: focus, minimising, dark mode, and when somebody last used the window.
  const tell = (kind: string, value: boolean) => send({ kind, value })
  addEventListener('focus', (event) => event.target === window && tell('focus', true))
  addEventListener('blur', (event) => event.target === window && tell('focus', false))
  // No event tells of a move: it is noticed when the window is next used or left.
  let place = `${screenX} ${screenY}`
  const tellMove = () => {
    if (place !== (place = `${screenX} ${screenY}`)) send({ kind: 'resize' })
  }
  for (const name of ['focus', 'blur']) addEventListener(name, tellMove)
  document.addEventListener('visibilitychange', () => tell('visible', document.visibilityState === 'visible'))
  addEventListener('resize', () => send({ kind: 'resize' }))
  const tellTitle = () => send({ kind: 'title', value: document.title })
  addEventListener('DOMContentLoaded', () => {
    tellTitle()
    new MutationObserver(tellTitle).observe(document.head, { childList: true, subtree: true, characterData: true })
  })
  const dark = matchMedia('(prefers-color-scheme: dark)')
  dark.addEventListener('change', () => tell('dark', dark.matches))
  tell('dark', dark.matches)
  if (document.hasFocus()) tell('focus', true)

  let toldAt = -INPUT_REPORT_INTERVAL_MS
  const tellInput = (event: Event) => {
    if (!event.isTrusted || event.timeStamp - toldAt < INPUT_REPORT_INTERVAL_MS) return
    toldAt = event.timeStamp
    send({ kind: 'input' })
    tellMove()
  }
  for (const name of ['keydown', 'pointerdown', 'pointermove', 'wheel'])
    addEventListener(name, tellInput, { capture: true, passive: true })
}
