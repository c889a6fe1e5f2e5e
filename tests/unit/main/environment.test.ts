import { describe, expect, it } from 'vitest'
import { readEnvironment } from '../../../src-main/bootstrap/environment.ts'

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
      isTrial: true,
      isFreshTrial: true,
    })
    expect(readEnvironment({ SAIHAKKO_SERVER_URL: '', SAIHAKKO_LANGUAGE: 'fr' }, ['electron', '.'])).toEqual({
      isTrial: false,
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
