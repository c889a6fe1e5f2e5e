import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import type { createElectronWindowStateStore } from '../../../src-main/adapters/electron-window-state-store.ts'
import { createListLog } from '../../support/list-log.ts'

/** The real electron-store outside of Electron: it takes the folder that it is given. */
const hooks = registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url: 'data:text/javascript,export default {}', shortCircuit: true }
      : next(specifier, context),
})
let createStore: typeof createElectronWindowStateStore
let folder = ''

beforeAll(async () => {
  const module = await import('../../../src-main/adapters/electron-window-state-store.ts')
  createStore = module.createElectronWindowStateStore
})
afterAll(() => hooks.deregister())
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-window-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('the window’s state outlasts a restart, and what is damaged is dropped', () => {
  const log = createListLog()
  createStore(folder, log).write({ x: 1, isMaximised: true })
  expect(createStore(folder, log).read()).toEqual({ x: 1, isMaximised: true })
  writeFileSync(join(folder, 'window-state.json'), '{ "x": ')
  expect(createStore(folder, log).read()).toEqual({})
  expect(log.lines).toEqual([])
})

it('a folder that cannot be written to stops nobody', () => {
  writeFileSync(join(folder, 'file'), '')
  const log = createListLog()
  const store = createStore(join(folder, 'file', 'below'), log)
  store.write({ x: 1 })
  expect(store.read()).toBeUndefined()
  expect(log.lines.map(({ event }) => event)).toEqual([
    'window state could not be kept',
    'window state could not be read',
  ])
})
