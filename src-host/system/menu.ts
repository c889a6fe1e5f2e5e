/** The application's menu: kept and answered for, as one behind `autoHideMenuBar`. An app window of a browser has no bar. */
import type { MenuItemConstructorOptions } from 'electron'
import { fence, notSupported } from '../border.ts'
import { surface } from '../surface.ts'

/** An item as an app reads it back. The keys of its accelerator and the acts of its role are the browser's own. */
interface Item {
  readonly id: string | undefined
  readonly label: string
  readonly role: MenuItemConstructorOptions['role']
  readonly type: MenuItemConstructorOptions['type']
  readonly accelerator: MenuItemConstructorOptions['accelerator']
  readonly enabled: boolean
  readonly submenu: BuiltMenu | undefined
  /** What choosing it does; nothing while it is disabled, as on a screen. */
  readonly click: () => void
}

interface BuiltMenu {
  readonly items: readonly Item[]
  readonly getMenuItemById: (id: string) => Item | null
}

export function createMenu(): object {
  const built = new WeakSet<object>()
  let shown: BuiltMenu | null = null

  const build = (template: readonly MenuItemConstructorOptions[]): BuiltMenu => {
    const items = template.map(toItem)
    const find = (id: string): Item | null => {
      const candidates = items.map((item) => (item.id === id ? item : (item.submenu?.getMenuItemById(id) ?? null)))
      return candidates.find((item) => item !== null) ?? null
    }
    const menu = fence('menu', { items, getMenuItemById: find }, surface.menu)
    built.add(menu)
    return menu
  }

  function toItem(options: MenuItemConstructorOptions): Item {
    const { id, label = '', role, type, accelerator, enabled = true, submenu, click } = options
    return {
      id,
      label,
      role,
      type,
      accelerator,
      enabled,
      submenu: Array.isArray(submenu) ? build(submenu) : undefined,
      click: () => {
        if (enabled) Reflect.apply(click ?? (() => undefined), undefined, [])
      },
    }
  }

  const target = {
    buildFromTemplate: build,
    setApplicationMenu(menu: BuiltMenu | null) {
      if (menu !== null && !built.has(menu))
        throw notSupported('Menu.setApplicationMenu of a menu that buildFromTemplate has not built')
      shown = menu
    },
    getApplicationMenu: () => shown,
  }
  return fence('Menu', target, surface.Menu)
}
