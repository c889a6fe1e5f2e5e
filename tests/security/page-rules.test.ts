import { describe, expect, it } from 'vitest'
import { assetHeaders, resolveAsset } from '../../src-main/security/app-assets.ts'
import { contentSecurityPolicy } from '../../src-main/security/content-security-policy.ts'
import { isTrustedFrame } from '../../src-main/security/trusted-frame.ts'
import { webPreferences } from '../../src-main/security/web-preferences.ts'

const page = 'app://desk/index.html'

describe('S-04: trusted frame (E17)', () => {
  it('hears the app’s own page in the top frame', () => {
    expect(isTrustedFrame({ url: page, parent: null })).toBe(true)
  })

  it.each([
    ['a frame that is gone', null],
    ['a frame that never was', undefined],
    ['a sub-frame', { url: page, parent: {} }],
    ['a frame whose parent is unknown', { url: page, parent: undefined }],
    ['another scheme', { url: 'https://desk/index.html', parent: null }],
    ['another host', { url: 'app://desk.evil.example/index.html', parent: null }],
    ['a user name in front', { url: 'app://x@desk/index.html', parent: null }],
    ['a port', { url: 'app://desk:1/index.html', parent: null }],
    ['an empty page', { url: 'about:blank', parent: null }],
    ['no URL at all', { url: '', parent: null }],
    ['a data: page', { url: 'data:text/html,app://desk/', parent: null }],
  ])('does not hear %s', (_what, frame) => {
    expect(isTrustedFrame(frame)).toBe(false)
  })
})

describe('S-13: assets of the page (E22)', () => {
  const bundled = new Set(['index.html', 'assets/index-1.js', 'assets/mono.woff2', 'assets/data.bin'])

  it.each([
    ['app://desk/index.html', 'index.html', 'text/html; charset=utf-8'],
    ['app://desk/assets/index-1.js?v=1', 'assets/index-1.js', 'text/javascript; charset=utf-8'],
    ['app://desk/assets/../index.html', 'index.html', 'text/html; charset=utf-8'],
  ])('serves %s', (url, path, contentType) => {
    expect(resolveAsset(url, bundled)).toEqual({ path, contentType })
  })

  it.each([
    'app://desk/../main/index.js',
    'app://desk/%2e%2e%2fmain/index.js',
    'app://desk/..%2fmain/index.js',
    'app://desk/..%5cmain/index.js',
    'app://desk//etc/passwd',
    'app://desk/index.html%00.js',
    'app://desk/',
    'app://desk/assets/data.bin',
    'app://other/index.html',
    'https://desk/index.html',
    'not a url',
  ])('does not serve %s', (url) => {
    expect(resolveAsset(url, bundled)).toBeUndefined()
  })

  it('S-12: sends the content security policy with every answer (E24)', () => {
    const headers = assetHeaders('text/plain; charset=utf-8')
    expect(headers['content-security-policy']).toBe(contentSecurityPolicy)
    expect(contentSecurityPolicy).toMatch(/default-src 'none'.*connect-src 'none'/)
    expect(contentSecurityPolicy).not.toMatch(/unsafe|https?:|\*/)
  })
})

describe('S-05: web preferences (E2–E11)', () => {
  it('isolate and sandbox the page and keep nothing of it on disk', () => {
    expect(webPreferences).toEqual({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      partition: 'desk',
    })
    expect(Object.isFrozen(webPreferences)).toBe(true)
  })
})
