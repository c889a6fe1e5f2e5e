import { useEffect, useEffectEvent } from 'react'

/**
 * Ctrl+C (⌘C, the menu’s “copy”) copies the password the safe way, when nothing is selected or what is selected holds it
 * (Ctrl+A): the ordinary way the clipboard would neither be marked nor cleared (E33). Other text is copied as everywhere, and
 * the password is not dragged out either.
 */
export function useCopyKeys(isOn: boolean, onCopy: () => void): void {
  const copy = useEffectEvent(onCopy)
  useEffect(() => {
    if (!isOn) return undefined
    const isOthers = () => !isSecretSelected() && (document.querySelector('dialog[open]') !== null || isTextSelected())
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'c' || event.ctrlKey === event.metaKey || event.altKey || event.shiftKey) return
      if (event.repeat || isOthers()) return
      event.preventDefault()
      copy()
    }
    const onChosen = (event: ClipboardEvent) => {
      if (event.defaultPrevented || isOthers()) return
      event.preventDefault()
      copy()
    }
    const onDrag = (event: DragEvent) => {
      if (isSecretSelected()) event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    document.addEventListener('copy', onChosen)
    document.addEventListener('dragstart', onDrag)
    return () => {
      window.removeEventListener('keydown', onKey)
      document.removeEventListener('copy', onChosen)
      document.removeEventListener('dragstart', onDrag)
    }
  }, [isOn])
}

const isTextSelected = (): boolean => window.getSelection()?.isCollapsed === false

/** Whether a part of the password is in the selection. */
function isSecretSelected(): boolean {
  const selection = window.getSelection()
  if (selection === null || selection.isCollapsed) return false
  const range = selection.getRangeAt(0)
  return [...document.querySelectorAll('.secret, .phone-mode')].some((shown) => range.intersectsNode(shown))
}

/** The shortcut as this system writes it. */
export const copyShortcut = (): string => (navigator.userAgent.includes('Macintosh') ? '⌘C' : 'Ctrl+C')
