import type { MenuItemConstructorOptions } from 'electron'
import type { MenuCommand } from '../../src-shared/ipc/command-schema.ts'
import type { Settings } from '../../src-shared/ipc/settings-schema.ts'
import type { MenuAccess } from './menu-access.ts'
import { menuWords } from './menu-words.ts'

type Item = MenuItemConstructorOptions

export interface MenuSurroundings {
  readonly platform: NodeJS.Platform
  readonly language: Settings['language']
  readonly appName: string
  readonly access: MenuAccess
  /** Tells the page; it knows best whether it can be done at this moment. */
  readonly choose: (command: MenuCommand) => void
}

const separator: Item = { type: 'separator' }

/**
 * The application’s menu: the bar of macOS, elsewhere hidden until Alt is pressed. Nothing in it reloads the page or opens
 * developer tools, packaged or not (E42). The page’s own keys are shown beside their items where that can be done without
 * the menu taking them: the page handles them, once.
 */
export function buildMenu(surroundings: MenuSurroundings): Item[] {
  const { platform, language } = surroundings
  const isMac = platform === 'darwin'
  const say = menuWords[language]
  const menus = [
    ...(isMac ? [appMenu(surroundings)] : []),
    { label: say.file, submenu: fileItems(surroundings) },
    { label: say.edit, submenu: editItems(surroundings) },
    { label: say.view, submenu: viewItems(surroundings) },
    ...(isMac ? [windowMenu(surroundings)] : []),
    { role: 'help', label: say.help, submenu: helpItems(surroundings) } as const,
  ]
  return isMac ? menus.map((menu) => ({ ...menu, label: withoutMnemonic(menu.label) })) : menus
}

/** macOS has none: `編集(&E)` → `編集`, `&Edit` → `Edit`. */
const withoutMnemonic = (label: string): string => label.replace(/\(&.\)$/, '').replace('&', '')

const appMenu = ({ language, appName }: MenuSurroundings) => {
  const say = menuWords[language]
  return {
    label: appName,
    submenu: [
      { role: 'about', label: say.about(appName) },
      separator,
      { role: 'services', label: say.services },
      separator,
      { role: 'hide', label: say.hide(appName), accelerator: 'Command+H' },
      { role: 'hideOthers', label: say.hideOthers, accelerator: 'Command+Alt+H' },
      { role: 'unhide', label: say.showAll },
      separator,
      { role: 'quit', label: say.quit(appName), accelerator: 'Command+Q' },
    ],
  } satisfies Item
}

/** An item that the page carries out. `keys` are shown; macOS would take them from the page, so it shows none. */
function createPageItem({ platform, choose }: MenuSurroundings) {
  return (command: MenuCommand, label: string, enabled: boolean, keys?: string): Item => ({
    id: command,
    label,
    enabled,
    click: () => choose(command),
    ...(keys === undefined || platform === 'darwin' ? {} : { accelerator: keys, registerAccelerator: false }),
  })
}

function fileItems(surroundings: MenuSurroundings): Item[] {
  const { language, platform, access } = surroundings
  const say = menuWords[language]
  const item = createPageItem(surroundings)
  const end: Item[] = [
    separator,
    // The system’s own key; the role’s, Ctrl+Q, lies beside Ctrl+A and would end a reissue by a slip of the finger.
    { role: 'quit', label: say.exit, accelerator: 'Alt+F4', registerAccelerator: false },
  ]
  return [
    item('lock', say.lock, access.isOpen, 'Ctrl+Shift+L'),
    item('log-out', say.logOut, access.isOpen),
    ...(platform === 'darwin' ? [] : end),
  ]
}

function editItems({ language, platform }: MenuSurroundings): Item[] {
  const say = menuWords[language]
  const main = platform === 'darwin' ? 'Command' : 'Ctrl'
  return [
    { role: 'undo', label: say.undo, accelerator: `${main}+Z` },
    { role: 'redo', label: say.redo, accelerator: platform === 'darwin' ? 'Shift+Command+Z' : 'Ctrl+Y' },
    separator,
    { role: 'cut', label: say.cut, accelerator: `${main}+X` },
    { role: 'copy', label: say.copy, accelerator: `${main}+C` },
    { role: 'paste', label: say.paste, accelerator: `${main}+V` },
    { role: 'selectAll', label: say.selectAll, accelerator: `${main}+A` },
  ]
}

function viewItems(surroundings: MenuSurroundings): Item[] {
  const { language, platform, access } = surroundings
  const say = menuWords[language]
  const item = createPageItem(surroundings)
  const main = platform === 'darwin' ? 'Command' : 'Ctrl'
  const withServer = access.isOpen && !access.isOffline
  return [
    item('open-menu', say.menu, access.isOpen, 'Alt+0'),
    item('open-search', say.search, withServer, 'Alt+1'),
    item('open-history', say.history, access.isOpen, 'Alt+2'),
    ...(access.isHelpdesk ? [item('open-approvals', say.approvals, withServer, 'Alt+3')] : []),
    item('open-settings', say.settings, access.isOpen, 'Alt+4'),
    separator,
    item('open-palette', say.palette, access.isOpen, 'Ctrl+K'),
    separator,
    { role: 'zoomIn', label: say.zoomIn, accelerator: `${main}+Plus` },
    { role: 'zoomOut', label: say.zoomOut, accelerator: `${main}+-` },
    { role: 'resetZoom', label: say.zoomReset, accelerator: `${main}+0` },
  ]
}

const windowMenu = ({ language }: MenuSurroundings) => {
  const say = menuWords[language]
  return {
    role: 'window',
    label: say.window,
    submenu: [
      { role: 'minimize', label: say.minimise, accelerator: 'Command+M' },
      { role: 'zoom', label: say.zoom },
      { role: 'close', label: say.close, accelerator: 'Command+W' },
      separator,
      { role: 'front', label: say.front },
    ],
  } satisfies Item
}

function helpItems(surroundings: MenuSurroundings): Item[] {
  const { language, platform, appName, access } = surroundings
  const say = menuWords[language]
  const item = createPageItem(surroundings)
  const about: Item[] = [separator, { role: 'about', label: say.about(appName) }]
  return [
    item('open-help', say.guide, true, 'F1'),
    item('open-shortcuts', say.shortcuts, access.isOpen),
    ...(platform === 'darwin' ? [] : about),
  ]
}
