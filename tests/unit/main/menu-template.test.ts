import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { commandList } from '../../../src-renderer/app/commands/command-list.ts'
import { readMenuAccess } from '../../../src-main/windows/menu-access.ts'
import { buildMenu, type MenuSurroundings } from '../../../src-main/windows/menu-template.ts'
import { menuCommands } from '../../../src-shared/ipc/command-schema.ts'
import { administrator, helpdesk, loggedIn, loggedOut, staff } from '../../support/fake-desk-data.ts'

const open = readMenuAccess(loggedIn(helpdesk))
const platforms = ['win32', 'linux', 'darwin'] as const

const build = (platform: NodeJS.Platform, changes: Partial<MenuSurroundings> = {}) =>
  buildMenu({ platform, language: 'ja', appName: 'Saihakko Desk', access: open, choose: () => undefined, ...changes })

const flatten = (items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flatten(item.submenu) : [])])

const enabledIds = (items: readonly MenuItemConstructorOptions[]) =>
  flatten(items).flatMap(({ id, enabled }) => (id !== undefined && enabled === true ? [id] : []))

describe.each(platforms)('the application’s menu on %s', (platform) => {
  it.each(['ja', 'en'] as const)('E42 has nothing that reloads the page or opens developer tools (%s)', (language) => {
    const roles = flatten(build(platform, { language })).flatMap(({ role }) => role ?? [])
    expect(roles.filter((role) => /reload|devtools|viewmenu/i.test(role))).toEqual([])
    expect(roles).toEqual(expect.arrayContaining(['about', 'copy', 'paste', 'selectAll', 'quit', 'help']))
  })

  it('has the same items with the same keys in both languages, and no word in common', () => {
    const [ja, en] = [flatten(build(platform)), flatten(build(platform, { language: 'en' }))]
    const shape = ({ id, role, type, accelerator }: MenuItemConstructorOptions) => ({ id, role, type, accelerator })
    expect(ja.map(shape)).toEqual(en.map(shape))
    const labels = (items: readonly MenuItemConstructorOptions[]) =>
      items.flatMap(({ label }) => (label === undefined || label === 'Saihakko Desk' ? [] : [label]))
    expect(labels(ja).filter((label) => labels(en).includes(label))).toEqual([])
    expect(labels(ja)).toHaveLength(labels(en).length)
  })

  it('gives no key twice', () => {
    const keys = flatten(build(platform)).flatMap(({ accelerator }) => accelerator ?? [])
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('tells the page every command, once', () => {
    const choose = vi.fn<MenuSurroundings['choose']>()
    const items = flatten(build(platform, { choose })).filter(({ id }) => id !== undefined)
    for (const { click } of items) if (click) Reflect.apply(click, undefined, [])
    expect(choose.mock.calls.flat().sort()).toEqual([...menuCommands].sort())
  })

  it('takes no key from the page, which acts on it itself: nothing happens twice', () => {
    const items = flatten(build(platform)).filter(
      ({ id, accelerator }) => id !== undefined && accelerator !== undefined,
    )
    expect(items.every(({ registerAccelerator }) => registerAccelerator === false)).toBe(true)
    const pageKeys = new Map<string, string | undefined>(commandList.map(({ id, shortcut }) => [id, shortcut?.text]))
    for (const { id = '', accelerator } of items) expect(accelerator, id).toBe(pageKeys.get(id))
  })
})

describe('what the menu offers', () => {
  it('nothing but the help where no desk is open', () => {
    const locked = { ...loggedIn(administrator), locked: true }
    for (const view of [loggedOut, locked, loggedIn(staff), loggedIn(administrator, true)])
      expect(enabledIds(build('linux', { access: readMenuAccess(view) }))).toEqual(['open-help'])
  })

  it('the second person’s queue to the helpdesk alone', () => {
    expect(enabledIds(build('win32'))).toContain('open-approvals')
    const ids = flatten(build('win32', { access: readMenuAccess(loggedIn(administrator)) })).map(({ id }) => id)
    expect(ids).not.toContain('open-approvals')
  })

  it('without the server only what lies on this machine', () => {
    const access = readMenuAccess({ ...loggedIn(helpdesk), isOffline: true })
    const ids = enabledIds(build('linux', { access }))
    expect(ids).toEqual(expect.arrayContaining(['open-history', 'open-settings', 'lock']))
    expect(ids).not.toContain('open-search')
    expect(ids).not.toContain('open-approvals')
  })

  it('no letter for Alt on macOS, one for each menu elsewhere', () => {
    for (const language of ['ja', 'en'] as const) {
      expect(build('darwin', { language }).filter(({ label }) => label?.includes('&'))).toEqual([])
      const letters = build('win32', { language }).map(({ label }) => /&(.)/.exec(label ?? '')?.[1])
      expect(new Set(letters).size).toBe(4)
      expect(letters).not.toContain(undefined)
    }
  })
})
