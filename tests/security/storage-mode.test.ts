import { describe, expect, it } from 'vitest'
import { chooseStorageMode } from '../../src-main/security/storage-mode.ts'

describe('S-03: where secrets may be kept over a restart (E35, E36)', () => {
  const linux = { platform: 'linux', isAsyncAvailable: true, isSyncAvailable: true }

  it.each([
    ['gnome_libsecret', 'keychain'],
    ['kwallet', 'keychain'],
    ['kwallet5', 'keychain'],
    ['kwallet6', 'keychain'],
    // The fallback encrypts under a key that everybody knows, while the asynchronous API says yes.
    ['basic_text', 'memory'],
    ['unknown', 'memory'],
    [undefined, 'memory'],
  ] as const)('Linux with %s: %s', (backend, mode) => {
    expect(chooseStorageMode({ ...linux, backend })).toBe(mode)
    expect(chooseStorageMode({ ...linux, backend, isSyncAvailable: false })).toBe('memory')
    expect(chooseStorageMode({ ...linux, backend, isAsyncAvailable: false })).toBe('memory')
  })

  it.each(['win32', 'darwin'])('%s: by what the system says, whatever the synchronous API does', (platform) => {
    const facts = { platform, isSyncAvailable: false, backend: undefined }
    expect(chooseStorageMode({ ...facts, isAsyncAvailable: true })).toBe('keychain')
    expect(chooseStorageMode({ ...facts, isAsyncAvailable: false })).toBe('memory')
  })
})
