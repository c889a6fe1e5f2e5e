import { useEffectEvent, useLayoutEffect } from 'react'
import { useDesk } from '../../lib/desk-context.tsx'
import type { CommandId } from './command-list.ts'
import type { CommandsAccess } from './commands-context.tsx'
import { isShortcut, isTyping } from './shortcut.ts'
import { mayUseSingleKeys } from './single-key.ts'

/** A dialog has asked something: it is answered first. */
export const isAskedSomething = (): boolean => document.querySelector('dialog[open]') !== null

/** The keys of the commands, and what is chosen from the window’s menu. */
export function useCommandKeys({ offered, run }: CommandsAccess): void {
  const desk = useDesk()

  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.repeat) return
    const pressed = offered.find(({ command: { shortcut } }) => shortcut && isShortcut(shortcut, event))?.command
    if (!pressed || (isAskedSomething() && !pressed.isUrgent)) return
    if (pressed.shortcut?.isSingleCharacter && (isTyping(document.activeElement) || !mayUseSingleKeys())) return
    event.preventDefault()
    run(pressed.id)
  })
  const choose = useEffectEvent((id: CommandId) => {
    const isUrgent = offered.find(({ command }) => command.id === id)?.command.isUrgent ?? false
    if (isUrgent || !isAskedSomething()) run(id)
  })

  // As soon as there is something to see: whoever is quick presses a key in the same moment.
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => press(event)
    // Before the window’s listeners, by which a browser’s own shortcuts are turned off.
    document.addEventListener('keydown', onKeyDown)
    const stop = desk.listen('commandChosen', (id) => choose(id))
    return () => {
      document.removeEventListener('keydown', onKeyDown)
      stop()
    }
  }, [desk])
}
