import { Activity, useEffect, useEffectEvent, useState, type ReactNode } from 'react'
import { HelpScreen } from '../features/help/components/help-screen.tsx'
import { useDesk } from '../lib/desk-context.tsx'
import { OpenHelpProvider } from '../lib/open-help.tsx'
import { shortcutOf } from './commands/command-list.ts'
import { isShortcut } from './commands/shortcut.ts'
import { isAskedSomething } from './commands/use-command-keys.ts'

/** The help for the screens without a rail, by its key, a link or the window’s menu; what was typed there stays. */
export function FrontHelp({ children }: { readonly children: ReactNode }) {
  const desk = useDesk()
  const [isOpen, setIsOpen] = useState(false)
  const press = useEffectEvent((event: KeyboardEvent) => {
    const shortcut = shortcutOf('open-help')
    if (!shortcut || !isShortcut(shortcut, event) || isAskedSomething()) return
    event.preventDefault()
    setIsOpen(true)
  })

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => press(event)
    document.addEventListener('keydown', onKeyDown)
    const stop = desk.listen('commandChosen', (id) => {
      if (id === 'open-help' && !isAskedSomething()) setIsOpen(true)
    })
    return () => {
      document.removeEventListener('keydown', onKeyDown)
      stop()
    }
  }, [desk])

  return (
    <>
      {isOpen && (
        <main className="help-page">
          <HelpScreen onBack={() => setIsOpen(false)} />
        </main>
      )}
      <Activity mode={isOpen ? 'hidden' : 'visible'}>
        <OpenHelpProvider value={() => setIsOpen(true)}>{children}</OpenHelpProvider>
      </Activity>
    </>
  )
}
