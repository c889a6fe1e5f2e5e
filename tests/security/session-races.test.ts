import { describe, expect, it } from 'vitest'
import { AppError } from '../../src-shared/errors/catalogue.ts'
import { sampleSession } from '../support/fake-api-client.ts'
import { createSessionParts, firstToken } from '../support/session-parts.ts'

const password = 'a password'
const kept = { serverUrl: 'https://desk.example', token: 'kept', session: sampleSession() }

async function setUp() {
  const made = createSessionParts()
  await made.session.logIn('WR012739', password)
  await made.session.close()
  return made
}

describe('S-16, S-19, S-20: whoever has gone is not let in by an answer that comes later', () => {
  it('a log-out, of whoever chose another server, is not undone by a first login that answers later', async () => {
    const { api, session } = createSessionParts()
    api.answer('logIn', () => {
      void session.logOut()
      return { token: 'too late', session: sampleSession() }
    })
    expect((await session.logIn('WR012739', password)).session).toBeNull()
    expect(api.calls).toContainEqual({ operation: 'logOut', input: {}, token: 'too late' })
  })

  it('is not found again by whoever logged out before the keychain answered', async () => {
    const { session } = createSessionParts({ kept })
    const restored = session.restore()
    await session.logOut()
    await restored
    expect(session.read().session).toBeNull()
  })

  it('nobody is let in by the server whose desk the system has locked meanwhile (E40)', async () => {
    const { api, session } = createSessionParts()
    api.answer('logIn', () => {
      session.letNobodyIn()
      return { token: 'too late', session: sampleSession() }
    })
    expect((await session.logIn('WR012739', password)).session).toBeNull()
    api.answer('logIn', () => ({ token: firstToken, session: sampleSession() }))
    await session.logIn('WR012739', password)
    expect(session.read().locked).toBe(false)
    session.lock()
    api.answer('logIn', () => {
      session.letNobodyIn()
      return { token: 'too late', session: sampleSession() }
    })
    expect((await session.unlock(password)).locked).toBe(true)
    expect(api.calls.filter((call) => call.operation === 'logOut' && call.token === 'too late')).toHaveLength(2)
  })

  it('nobody is let in by the copy whose desk the system has locked meanwhile (E40)', async () => {
    const { api, session, offlineCopy } = await setUp()
    session.lock()
    api.answer('logIn', () => {
      session.letNobodyIn()
      throw new AppError('server_unreachable')
    })
    expect(await session.unlock(password)).toMatchObject({ locked: true })
    expect(offlineCopy.isOpen).toBe(false)
  })

  it('a disabled account leaves nothing, however lost the server seemed (S-19)', async () => {
    const { api, session, vault, connection, offlineCopy } = await setUp()
    connection.state = 'unreachable'
    session.lock()
    offlineCopy.password = undefined
    api.answer('logIn', () => {
      throw new AppError('account_disabled')
    })
    await expect(session.unlock(password)).rejects.toMatchObject({ code: 'account_disabled' })
    expect(vault.read()).toBeUndefined()
    expect(offlineCopy.done.at(-1)).toBe('wiped')
  })
})
