import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Role } from '../../../src-shared/domain/roles.ts'
import { useAnnounce } from '../../components/announcer.tsx'
import { useLeave } from '../../components/leave-guard.tsx'
import { useDeskState } from '../../lib/desk-state.tsx'
import { useLock } from '../../lib/use-lock.ts'
import { useLogOut } from '../../lib/use-log-out.ts'
import { useUpdateSettings } from '../../lib/use-update-settings.ts'
import { commandList, type CommandActions, type CommandId } from './command-list.ts'
import { CommandPalette } from './command-palette.tsx'
import { CommandsContext, type CommandsAccess } from './commands-context.tsx'
import { ShortcutSheet } from './shortcut-sheet.tsx'
import { useCommandKeys } from './use-command-keys.ts'

interface CommandsProviderProps {
  readonly role: Role
  /** Goes through the leave guard itself. */
  readonly onOpen: CommandActions['open']
  readonly children: ReactNode
}

/** Makes the commands available on an open desk: by key, from the palette, and from the window’s menu. */
export function CommandsProvider({ role, onOpen, children }: CommandsProviderProps) {
  const [shown, setShown] = useState<'palette' | 'shortcuts' | null>(null)
  const access = useOfferedCommands(role, {
    open: onOpen,
    openPalette: () => setShown('palette'),
    openShortcuts: () => setShown('shortcuts'),
  })
  useCommandKeys(access)

  const close = () => setShown(null)
  return (
    <CommandsContext value={access}>
      {children}
      {shown === 'palette' && (
        <CommandPalette
          offered={access.offered}
          onClose={close}
          onRun={(id) => {
            close()
            access.run(id)
          }}
        />
      )}
      {shown === 'shortcuts' && <ShortcutSheet offered={access.offered} onClose={close} />}
    </CommandsContext>
  )
}

type OwnActions = Pick<CommandActions, 'open' | 'openPalette' | 'openShortcuts'>

function useOfferedCommands(role: Role, own: OwnActions): CommandsAccess {
  const { t } = useTranslation()
  const { sessionView, settingsView } = useDeskState()
  const announce = useAnnounce()
  const leave = useLeave()
  // These stay the same: whoever uses the commands is not rendered again with every key that is typed on a screen.
  const { mutate: lock } = useLock()
  const { mutate: logOut } = useLogOut()
  const { mutate: update } = useUpdateSettings()
  const actions: CommandActions = {
    ...own,
    lock: () => lock(),
    logOut: () => leave(() => logOut()),
    change: (settings) => update(settings),
  }
  const situation = {
    role,
    isOffline: sessionView.isOffline,
    settings: settingsView.values,
    locked: settingsView.locked,
  }
  const offered = commandList
    .filter(({ isFor }) => isFor?.(role) ?? true)
    .map((command) => ({ command, blocked: command.findBlock(situation) }))

  const run = (id: CommandId) => {
    const wanted = offered.find(({ command }) => command.id === id)
    if (!wanted) return
    if (wanted.blocked) announce(t(wanted.blocked))
    else wanted.command.run(actions)
  }
  return { offered, run }
}
