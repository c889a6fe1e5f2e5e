import { isImeKey } from '../../lib/ime.ts'

/** A key of the page. By `code`, its place, where Alt changes the character; by `key`, its character, otherwise. */
export interface Shortcut {
  /** As it is written on screens: `Alt+1`. */
  readonly text: string
  readonly code?: string
  readonly key?: string
  readonly modifier?: 'alt' | 'control'
  readonly withShift?: true
  /** A character alone: it belongs to whatever is typed into, and can be turned off (WCAG 2.1.4). */
  readonly isSingleCharacter?: true
}

type KeyPress = Pick<
  KeyboardEvent,
  'code' | 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'isComposing' | 'keyCode'
>

/** Whether this press is that shortcut. The input method’s own presses never are (U4). */
export function isShortcut(shortcut: Shortcut, press: KeyPress): boolean {
  if (isImeKey(press)) return false
  if (press.altKey !== (shortcut.modifier === 'alt')) return false
  // ⌘ is what Ctrl is elsewhere.
  if ((press.ctrlKey || press.metaKey) !== (shortcut.modifier === 'control')) return false
  // A character of its own may lie on Shift.
  if (press.shiftKey !== (shortcut.withShift ?? false) && !shortcut.isSingleCharacter) return false
  return shortcut.code === undefined ? press.key.toLowerCase() === shortcut.key : press.code === shortcut.code
}

const typedInto = 'input, textarea, select, [contenteditable]:not([contenteditable="false"])'

/** Whether characters pressed now are text for the element that has the focus. */
export const isTyping = (focused: Element | null): boolean => focused?.matches(typedInto) ?? false

/** The value of `aria-keyshortcuts`. */
export const toAriaShortcut = ({ text }: Shortcut): string => text.replace('Ctrl', 'Control')
