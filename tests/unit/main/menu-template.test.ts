import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import { buildMenu } from '../../../src-main/windows/menu-template.ts'

const build = (platform: NodeJS.Platform, language: 'ja' | 'en' = 'ja') =>
  buildMenu({ platform, language, appName: 'Saihakko Desk' })

const flatten = (items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flatten(item.submenu) : [])])

describe('the application’s menu', () => {
  it.each(['win32', 'linux'] as const)('E42 there is none on %s', (platform) => {
    expect(build(platform)).toBeNull()
  })

  it.each(['ja', 'en'] as const)('E42 has nothing that reloads the page or opens developer tools (%s)', (language) => {
    const roles = flatten(build('darwin', language) ?? []).flatMap(({ role }) => role ?? [])
    expect(roles).not.toEqual(expect.arrayContaining(['toggleDevTools']))
    expect(roles.filter((role) => /reload|devtools|view|togglefullscreen/i.test(role))).toEqual([])
    expect(roles).toEqual(expect.arrayContaining(['about', 'copy', 'paste', 'selectAll', 'minimize', 'quit']))
  })

  it('has the same items with the same keys in both languages, and no word in common', () => {
    const [ja, en] = [flatten(build('darwin', 'ja') ?? []), flatten(build('darwin', 'en') ?? [])]
    const shape = ({ role, type, accelerator }: MenuItemConstructorOptions) => ({ role, type, accelerator })
    expect(ja.map(shape)).toEqual(en.map(shape))
    const labels = (items: readonly MenuItemConstructorOptions[]) =>
      items.flatMap(({ label }) => (label === undefined || label === 'Saihakko Desk' ? [] : [label]))
    expect(labels(ja).filter((label) => labels(en).includes(label))).toEqual([])
    expect(labels(ja)).toHaveLength(labels(en).length)
  })

  it('gives no key twice', () => {
    const keys = flatten(build('darwin') ?? []).flatMap(({ accelerator }) => accelerator ?? [])
    expect(new Set(keys).size).toBe(keys.length)
  })
})
