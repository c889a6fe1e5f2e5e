import type { MenuItemConstructorOptions } from 'electron'
import type { Settings } from '../../src-shared/ipc/settings-schema.ts'

type Language = Settings['language']

const words = {
  ja: {
    about: (name: string) => `${name}について`,
    services: 'サービス',
    hide: (name: string) => `${name}を非表示`,
    hideOthers: 'ほかを非表示',
    showAll: 'すべてを表示',
    quit: (name: string) => `${name}を終了`,
    edit: '編集',
    undo: '取り消す',
    redo: 'やり直す',
    cut: 'カット',
    copy: 'コピー',
    paste: 'ペースト',
    selectAll: 'すべてを選択',
    window: 'ウインドウ',
    minimise: 'しまう',
    zoom: '拡大／縮小',
    close: 'ウインドウを閉じる',
    front: 'すべてを手前に移動',
  },
  en: {
    about: (name: string) => `About ${name}`,
    services: 'Services',
    hide: (name: string) => `Hide ${name}`,
    hideOthers: 'Hide Others',
    showAll: 'Show All',
    quit: (name: string) => `Quit ${name}`,
    edit: 'Edit',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select All',
    window: 'Window',
    minimise: 'Minimise',
    zoom: 'Zoom',
    close: 'Close Window',
    front: 'Bring All to Front',
  },
} as const

const separator: MenuItemConstructorOptions = { type: 'separator' }

export interface MenuSurroundings {
  readonly platform: NodeJS.Platform
  readonly language: Language
  readonly appName: string
}

/**
 * The application’s menu: on macOS, where copying and pasting by keyboard need one; elsewhere none (E42). Every item is a
 * role with the system’s own key; none reloads the page or opens developer tools, packaged or not.
 */
export function buildMenu({ platform, language, appName }: MenuSurroundings): MenuItemConstructorOptions[] | null {
  if (platform !== 'darwin') return null
  const say = words[language]
  return [
    {
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
    },
    {
      label: say.edit,
      submenu: [
        { role: 'undo', label: say.undo, accelerator: 'Command+Z' },
        { role: 'redo', label: say.redo, accelerator: 'Shift+Command+Z' },
        separator,
        { role: 'cut', label: say.cut, accelerator: 'Command+X' },
        { role: 'copy', label: say.copy, accelerator: 'Command+C' },
        { role: 'paste', label: say.paste, accelerator: 'Command+V' },
        { role: 'selectAll', label: say.selectAll, accelerator: 'Command+A' },
      ],
    },
    {
      role: 'window',
      label: say.window,
      submenu: [
        { role: 'minimize', label: say.minimise, accelerator: 'Command+M' },
        { role: 'zoom', label: say.zoom },
        { role: 'close', label: say.close, accelerator: 'Command+W' },
        separator,
        { role: 'front', label: say.front },
      ],
    },
  ]
}
