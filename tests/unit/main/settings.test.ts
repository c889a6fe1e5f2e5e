import { describe, expect, it } from 'vitest'
import { readEnvironment } from '../../../src-main/bootstrap/environment.ts'
import { createSettingsService } from '../../../src-main/services/settings-service.ts'
import type { Settings } from '../../../src-shared/ipc/contract.ts'

describe('settings', () => {
  it('are those of this machine until the user chooses, and the choice is kept', () => {
    let kept: Partial<Settings> = {}
    const store = { read: () => kept, write: (settings: Settings) => void (kept = settings) }
    const settings = createSettingsService(store, { language: 'ja', theme: 'system' })
    expect(settings.read()).toEqual({ language: 'ja', theme: 'system' })
    expect(settings.update({ language: 'en' })).toEqual({ language: 'en', theme: 'system' })
    const restarted = createSettingsService(store, { language: 'ja', theme: 'system' })
    expect(restarted.read()).toEqual({ language: 'en', theme: 'system' })
  })
})

describe('environment', () => {
  it('takes what is given and nothing else', () => {
    const variables = {
      SAIHAKKO_SERVER_URL: 'https://desk.example/',
      SAIHAKKO_USER_DATA_DIR: '/tmp/desk',
      SAIHAKKO_LANGUAGE: 'en',
    }
    expect(readEnvironment(variables, ['electron', '.', '--fresh'])).toEqual({
      serverUrl: 'https://desk.example',
      userDataDir: '/tmp/desk',
      language: 'en',
      isFreshTrial: true,
    })
    expect(readEnvironment({ SAIHAKKO_SERVER_URL: '', SAIHAKKO_LANGUAGE: 'fr' }, ['electron', '.'])).toEqual({
      isFreshTrial: false,
    })
  })

  it.each(['http://portal.example.com', 'ftp://portal.example.com', 'portal', 'http://127.0.0.1.evil.example'])(
    'refuses to send passwords to %s (E1)',
    (address) => {
      expect(() => readEnvironment({ SAIHAKKO_SERVER_URL: address }, [])).toThrow(/https/)
    },
  )

  it.each(['http://127.0.0.1:8443', 'http://localhost:1', 'https://portal.example.com:8443'])('takes %s', (address) => {
    expect(readEnvironment({ SAIHAKKO_SERVER_URL: address }, []).serverUrl).toBe(address)
  })
})
