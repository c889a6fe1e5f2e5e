import type { Role } from '../../../src-shared/domain/roles.ts'
import type { MenuCommand } from '../../../src-shared/ipc/command-schema.ts'
import type { SettingName, Settings } from '../../../src-shared/ipc/settings-schema.ts'
import { needsServer, type Destination } from '../screens.ts'
import type { Shortcut } from './shortcut.ts'

/** Where a command would be run: an open desk, and what holds there now. */
export interface CommandSituation {
  readonly role: Role
  /** Unlocked without the server. */
  readonly isOffline: boolean
  readonly settings: Settings
  /** Fixed by the organisation. */
  readonly locked: readonly SettingName[]
}

/** What commands do; the frame around the screens provides it. */
export interface CommandActions {
  readonly open: (name: Destination) => void
  readonly openPalette: () => void
  readonly openShortcuts: () => void
  readonly lock: () => void
  readonly logOut: () => void
  readonly change: (settings: Partial<Settings>) => void
}

export type CommandId = MenuCommand | `theme-${Settings['theme']}` | `language-${Settings['language']}`
export type CommandGroup = 'go' | 'desk' | 'show'
/** The key of the text that says why a command cannot be run now. */
export type BlockedReason = 'menu.needsServer' | 'commands.blocked.fixed' | 'commands.blocked.current'

export interface Command {
  /** Its label is `commands.label.<id>`, further words to find it by are `commands.words.<id>`. */
  readonly id: CommandId
  readonly group: CommandGroup
  readonly shortcut?: Shortcut
  /** Also while a dialog asks something; all others wait until it is answered. */
  readonly isUrgent?: true
  /** For whom it exists at all; left out: for everybody. */
  readonly isFor?: (role: Role) => boolean
  readonly findBlock: (situation: CommandSituation) => BlockedReason | null
  readonly run: (actions: CommandActions) => void
}

const always = () => null

const goTo = (name: Destination, shortcut: Shortcut): Command => ({
  id: `open-${name}`,
  group: 'go',
  shortcut,
  ...(name === 'approvals' ? { isFor: (role: Role) => role === 'helpdesk' } : {}),
  findBlock: ({ isOffline }) => (isOffline && needsServer(name) ? 'menu.needsServer' : null),
  run: (actions) => actions.open(name),
})

const altWith = (digit: string): Shortcut => ({ text: `Alt+${digit}`, code: `Digit${digit}`, modifier: 'alt' })

const isFixed = (name: SettingName, isCurrent: boolean, locked: readonly SettingName[]): BlockedReason | null => {
  if (isCurrent) return 'commands.blocked.current'
  return locked.includes(name) ? 'commands.blocked.fixed' : null
}

const toTheme = (theme: Settings['theme']): Command => ({
  id: `theme-${theme}`,
  group: 'show',
  findBlock: ({ settings, locked }) => isFixed('theme', settings.theme === theme, locked),
  run: (actions) => actions.change({ theme }),
})

const toLanguage = (language: Settings['language']): Command => ({
  id: `language-${language}`,
  group: 'show',
  findBlock: ({ settings, locked }) => isFixed('language', settings.language === language, locked),
  run: (actions) => actions.change({ language }),
})

/**
 * Everything that can be done from anywhere on an open desk, each once. The rail, the palette, the list of shortcuts, the
 * keys and the window’s menu all come from here.
 */
export const commandList: readonly Command[] = [
  goTo('menu', altWith('0')),
  goTo('search', altWith('1')),
  goTo('history', altWith('2')),
  goTo('approvals', altWith('3')),
  goTo('settings', altWith('4')),
  goTo('help', { text: 'F1', key: 'f1' }),
  {
    id: 'open-palette',
    group: 'desk',
    shortcut: { text: 'Ctrl+K', key: 'k', modifier: 'control' },
    findBlock: always,
    run: (actions) => actions.openPalette(),
  },
  {
    id: 'open-shortcuts',
    group: 'desk',
    shortcut: { text: '?', key: '?', isSingleCharacter: true },
    findBlock: always,
    run: (actions) => actions.openShortcuts(),
  },
  {
    id: 'lock',
    group: 'desk',
    shortcut: { text: 'Ctrl+Shift+L', key: 'l', modifier: 'control', withShift: true },
    isUrgent: true,
    findBlock: always,
    run: (actions) => actions.lock(),
  },
  { id: 'log-out', group: 'desk', findBlock: always, run: (actions) => actions.logOut() },
  toTheme('system'),
  toTheme('light'),
  toTheme('dark'),
  toTheme('high-contrast'),
  toLanguage('ja'),
  toLanguage('en'),
]

/** The keys that lead to a command; undefined where there are none. */
export const shortcutOf = (id: CommandId): Shortcut | undefined =>
  commandList.find((command) => command.id === id)?.shortcut
