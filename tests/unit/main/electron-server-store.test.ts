import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { createElectronServerStore } from '../../../src-main/adapters/electron-server-store.ts'
import type { ServerChoice } from '../../../src-main/ports/server-store-port.ts'

/** The real electron-store outside of Electron: it takes the folder that it is given. */
const hooks = registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url: 'data:text/javascript,export default {}', shortCircuit: true }
      : next(specifier, context),
})
let directory: string
let createStore: typeof createElectronServerStore

beforeAll(async () => {
  createStore = (await import('../../../src-main/adapters/electron-server-store.ts')).createElectronServerStore
})
afterAll(() => hooks.deregister())
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'saihakko-server-store-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const fingerprint = Array.from({ length: 32 }, () => 'AB').join(':')

describe('the server that was chosen', () => {
  it.each<ServerChoice>([
    { kind: 'trial' },
    { kind: 'given', url: 'https://desk.example' },
    { kind: 'given', url: 'https://desk.example:8443/desk', trustedFingerprint: fingerprint },
  ])('is found again: %j', (choice) => {
    createStore(directory).write(choice)
    expect(createStore(directory).read()).toEqual(choice)
  })

  it.each([
    ['no file', undefined],
    ['half a file', '{"choice":{"kind":"gi'],
    ['another shape', '{"choice":["https://desk.example"]}'],
    ['more than a choice', '{"choice":{"kind":"trial","token":"x"}}'],
    ['an address that passwords must not go to (E1)', '{"choice":{"kind":"given","url":"http://desk.example"}}'],
    ['an address that is written otherwise than we do', '{"choice":{"kind":"given","url":"https://a@desk.example"}}'],
    [
      'a fingerprint that is none',
      '{"choice":{"kind":"given","url":"https://desk.example","trustedFingerprint":"AB:CD"}}',
    ],
  ])('%s leads to the first start', (_what, text) => {
    if (text !== undefined) writeFileSync(join(directory, 'server.json'), text)
    expect(createStore(directory).read()).toBeUndefined()
  })
})
