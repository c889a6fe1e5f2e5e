import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import type { createElectronSettingsStore } from '../../../src-main/adapters/electron-settings-store.ts'
import { createListLog } from '../../support/list-log.ts'

/** The real electron-store outside of Electron: it takes the folder that it is given. */
const hooks = registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url: 'data:text/javascript,export default {}', shortCircuit: true }
      : next(specifier, context),
})
let createStore: typeof createElectronSettingsStore
let folder = ''
const file = (): string => join(folder, 'settings.json')

beforeAll(async () => {
  createStore = (await import('../../../src-main/adapters/electron-settings-store.ts')).createElectronSettingsStore
})
afterAll(() => hooks.deregister())
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-settings-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('settings are one file, read again at the next start; nothing half written stays beside it (E37)', () => {
  const log = createListLog()
  const store = createStore(folder, log)
  expect(store.read()).toEqual({})
  expect(existsSync(file())).toBe(false)
  store.write({ version: 1, theme: 'dark' })
  store.write({ version: 1, language: 'en' })
  expect(createStore(folder, log).read()).toEqual({ version: 1, language: 'en' })
  expect(readdirSync(folder)).toEqual(['settings.json'])
  expect(log.lines).toEqual([])
})

it('a file of the version before is read as it is', () => {
  writeFileSync(file(), '{\n\t"language": "en",\n\t"theme": "dark"\n}')
  expect(createStore(folder, createListLog()).read()).toEqual({ language: 'en', theme: 'dark' })
})

it.each(['', '{ "theme": "da', '[]', 'null', '\u0000\u0000\u0000'])(
  'a damaged file (%j) is set aside, named in the log, and the app goes on (E37)',
  (text) => {
    writeFileSync(file(), text)
    const log = createListLog()
    const store = createStore(folder, log)
    expect(store.read()).toEqual({})
    expect(readFileSync(join(folder, 'settings.damaged.json'), 'utf8')).toBe(text)
    expect(log.lines).toEqual([
      { level: 'warn', event: 'settings', facts: { code: 'damaged', keptAs: 'settings.damaged.json' } },
    ])
    store.write({ version: 1, theme: 'light' })
    expect(store.read()).toEqual({ version: 1, theme: 'light' })
  },
)

it('a folder that cannot be written to is told to the caller', () => {
  writeFileSync(join(folder, 'no-folder'), '')
  const store = createStore(join(folder, 'no-folder'), createListLog())
  expect(store.read()).toEqual({})
  expect(() => store.write({ version: 1 })).toThrow(/EEXIST|ENOTDIR/)
})
