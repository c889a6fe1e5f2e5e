import { parseCommandLine } from '../../src-host/command-line.ts'
import { findBrowser } from '../../src-host/find-browser.ts'
import { parsePageMessage } from '../../src-host/ipc/page-message.ts'
import { makeCodec } from '../../src-host/ipc/value-codec.ts'
import { buildPageScripts } from '../../src-host/page/page-scripts.ts'
import { createCustomSchemes } from '../../src-host/protocol/custom-schemes.ts'
import { readWindowOptions } from '../../src-host/windows/window-options.ts'
import { expect, test } from '@playwright/test'

const machine = (platform: NodeJS.Platform, files: readonly string[], env: Record<string, string> = {}) => ({
  platform,
  env,
  exists: (path: string) => files.includes(path),
})

test('the browser is found in the usual places, a named one first and alone', () => {
  const linux = ['/usr/bin/chromium', '/usr/bin/google-chrome']
  expect(findBrowser(machine('linux', linux))).toBe('/usr/bin/chromium')
  expect(findBrowser(machine('linux', []))).toBeUndefined()
  expect(findBrowser(machine('linux', [...linux, '/my/own'], { SAIHAKKO_CHROMIUM: '/my/own' }))).toBe('/my/own')
  expect(findBrowser(machine('linux', linux, { SAIHAKKO_CHROMIUM: '/my/own' }))).toBeUndefined()
  const edge = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe'
  const windows = { PROGRAMFILES: 'C:\\Program Files', 'PROGRAMFILES(X86)': 'C:\\Program Files (x86)' }
  expect(findBrowser(machine('win32', [edge], windows))).toBe(edge)
  const chrome = '/Users/a/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
  expect(findBrowser(machine('darwin', [chrome], { HOME: '/Users/a' }))).toBe(chrome)
})

test('the command line is read as Electron reads it', () => {
  expect(parseCommandLine(['-r', '/loader.js', '--inspect=0', '--Lang=ja', '.', '--late', '-x', 'rest'])).toEqual({
    requires: ['/loader.js'],
    switches: new Map([
      ['inspect', '0'],
      ['lang', 'ja'],
      ['late', ''],
    ]),
    app: '.',
    isVersionAsked: false,
  })
  expect(parseCommandLine(['--version']).isVersionAsked).toBe(true)
  expect(parseCommandLine([]).app).toBeUndefined()
})

test('addresses are translated there and back, look-alikes are not', () => {
  const schemes = createCustomSchemes()
  const handle: unknown = Reflect.get(schemes.protocol, 'handle')
  if (typeof handle !== 'function') throw new Error('no protocol.handle')
  handle('app', () => new Response())
  expect(() => {
    handle('app', () => new Response())
  }).toThrow('Failed to register protocol: app')
  for (const [outside, inside] of [
    ['app://desk/index.html#/users?q=1', 'https://desk.app.invalid/index.html#/users?q=1'],
    ['app://desk/', 'https://desk.app.invalid/'],
  ] as const) {
    expect(schemes.toInternal(outside)).toBe(inside)
    expect(schemes.toExternal(inside)).toBe(outside)
  }
  for (const url of [
    'https://desk.app.invalid.evil.test/',
    'https://desk.app.invalid@evil.test/',
    'https://desk.app.invalid:8080/',
    'https://desk.app.example/',
    'about:blank',
    'other://desk/',
  ])
    expect([schemes.toInternal(url), schemes.toExternal(url)]).toEqual([url, url])
})

test('values survive the way between main process and preload', () => {
  const codec = makeCodec()
  const value = {
    zero: -0,
    infinity: Number.POSITIVE_INFINITY,
    nested: [[undefined, null], { $t: 'date', v: 1 }],
    buffer: new Uint8Array([1, 2, 3]).buffer,
    floats: new Float64Array([0.5]),
  }
  expect(codec.decode(codec.encode(value))).toEqual(value)
  const hostile: unknown = codec.decode('{"__proto__":{"polluted":1}}')
  expect(Object.keys(Object(hostile))).toEqual(['__proto__'])
  expect(Reflect.get({}, 'polluted')).toBeUndefined()
  expect(() => codec.encode(() => {})).toThrow('An object could not be cloned.')
})

test('messages of a page that are none of ours are dropped', () => {
  for (const text of ['', 'null', '1', '{"kind":"invoke","channel":"x","args":"[]"}', '{"kind":"focus","value":1}'])
    expect(parsePageMessage(text)).toBeUndefined()
  expect(parsePageMessage('{"kind":"send","channel":"x","args":"[]","more":1}')).toEqual({
    kind: 'send',
    channel: 'x',
    args: '[]',
  })
})

test('what runs in the page is plain JavaScript, without a trace of types', () => {
  const about = { platform: 'linux', arch: 'x64', versions: {} }
  const settings = { secret: 's', placeholder: 'data:,', process: about }
  const { main, isolated } = buildPageScripts(settings, { path: '/p.cjs', source: 'let answer = 42' })
  for (const script of [main, isolated]) {
    // The Function constructor only parses here; a type annotation would be a SyntaxError.
    expect(() => Reflect.construct(Function, [script])).not.toThrow()
    expect(script).not.toMatch(/\b(interface|readonly|satisfies)\b/)
  }
})

test('window options: Electron’s defaults, at least the least size', () => {
  expect(readWindowOptions({ width: 10, minWidth: 500 })).toMatchObject({ width: 500, height: 600, show: true })
  expect(() => readWindowOptions({ kiosk: true })).toThrow(
    'not supported by the Chromium host: BrowserWindow option kiosk',
  )
  expect(() => readWindowOptions({ backgroundColor: 'red' })).toThrow("backgroundColor 'red'")
})
