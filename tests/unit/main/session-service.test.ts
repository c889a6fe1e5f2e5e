import { describe, expect, it } from 'vitest'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import { sampleSession } from '../../support/fake-api-client.ts'
import { createSessionParts, firstToken } from '../../support/session-parts.ts'

const token = firstToken
const setUp = (mustChangePassword = false) => createSessionParts({ mustChangePassword })

describe('session service', () => {
  it('shows who is logged in and never the token (P19)', async () => {
    const { session } = setUp()
    const view = await session.logIn('WR012739', 'a password')
    expect(view).toEqual({ session: sampleSession(), locked: false, isOffline: false })
    expect(JSON.stringify(view)).not.toContain(token)
  })

  it('refuses calls before anybody has logged in', async () => {
    await expect(setUp().session.call('readPolicy', {})).rejects.toMatchObject({ code: 'not_logged_in' })
  })

  it('passes the token with each call', async () => {
    const { api, session } = setUp()
    api.answer('readPolicy', () => ({}))
    await session.logIn('WR012739', 'a password')
    await session.call('readPolicy', {})
    expect(api.calls.at(-1)).toMatchObject({ operation: 'readPolicy', token })
  })

  it('forgets a session that the server has ended, and tells the page why (P17)', async () => {
    const { api, session, onChanged, onSecretsMustGo, onEnded } = setUp()
    await session.logIn('WR012739', 'a password')
    api.answer('readPolicy', () => {
      throw new AppError('session_ended')
    })
    await expect(session.call('readPolicy', {})).rejects.toMatchObject({ code: 'session_ended' })
    const view = { session: null, locked: false, isOffline: false, endedBecause: 'session_ended' }
    expect(onChanged).toHaveBeenLastCalledWith(view)
    expect(onSecretsMustGo).toHaveBeenCalled()
    expect(onEnded).toHaveBeenCalled()
  })

  it('keeps the session when a call fails for another reason', async () => {
    const { api, session } = setUp()
    await session.logIn('WR012739', 'a password')
    api.answer('readPolicy', () => {
      throw new AppError('server_unreachable')
    })
    await expect(session.call('readPolicy', {})).rejects.toMatchObject({ code: 'server_unreachable' })
    expect(session.read().session).not.toBeNull()
  })

  it('locked: refuses everything until the password is given again, then holds a fresh session', async () => {
    const { api, session, onSecretsMustGo } = setUp()
    await session.logIn('WR012739', 'a password')
    expect(session.lock().locked).toBe(true)
    expect(onSecretsMustGo).toHaveBeenCalled()
    await expect(session.call('readPolicy', {})).rejects.toMatchObject({ code: 'locked' })
    await expect(session.choosePassword('new password here')).rejects.toMatchObject({ code: 'locked' })

    api.answer('logIn', () => ({ token: 'second', session: sampleSession() }))
    api.answer('readPolicy', () => ({}))
    expect((await session.unlock('a password')).locked).toBe(false)
    // The server ends the locked session as it opens the fresh one (P18).
    expect(api.calls.at(-1)).toMatchObject({ operation: 'logIn', token })
    await session.call('readPolicy', {})
    expect(api.calls.at(-1)?.token).toBe('second')
    expect(api.calls.filter(({ operation }) => operation === 'logOut')).toEqual([])
  })

  it('stays locked when the password is wrong or the server is too busy to say', async () => {
    const { api, session } = setUp()
    await session.logIn('WR012739', 'a password')
    session.lock()
    for (const code of ['invalid_credentials', 'overloaded'] as const) {
      api.answer('logIn', () => {
        throw new AppError(code)
      })
      await expect(session.unlock('wrong')).rejects.toMatchObject({ code })
      expect(session.read().locked).toBe(true)
    }
  })

  it('logs out even when the server cannot be told', async () => {
    const { api, session, onSecretsMustGo } = setUp()
    await session.logIn('WR012739', 'a password')
    api.answer('logOut', () => {
      throw new AppError('server_unreachable')
    })
    expect(await session.logOut()).toEqual({ session: null, locked: false, isOffline: false })
    expect(onSecretsMustGo).toHaveBeenCalled()
  })

  it('chooses a new password with the temporary one just used, and then holds a full session', async () => {
    const { api, session } = setUp(true)
    await session.logIn('CZ021017', 'mXacknvU7Qwe')
    api.answer('choosePassword', () => undefined)
    api.answer('readSession', () => sampleSession())
    const view = await session.choosePassword('a password of my own')
    expect(api.calls.find(({ operation }) => operation === 'choosePassword')?.input).toEqual({
      body: { currentPassword: 'mXacknvU7Qwe', newPassword: 'a password of my own' },
    })
    expect(view.session?.mustChangePassword).toBe(false)
  })

  it('finds out whether a new password was set when the answer was lost (U22)', async () => {
    const { api, session } = setUp(true)
    await session.logIn('CZ021017', 'mXacknvU7Qwe')
    api.answer('choosePassword', () => {
      throw new AppError('outcome_unknown')
    })
    api.answer('readSession', () => sampleSession())
    expect((await session.choosePassword('a password of my own')).session?.mustChangePassword).toBe(false)

    const other = setUp(true)
    await other.session.logIn('CZ021017', 'mXacknvU7Qwe')
    other.api.answer('choosePassword', () => {
      throw new AppError('outcome_unknown')
    })
    other.api.answer('readSession', () => sampleSession({ mustChangePassword: true }))
    await expect(other.session.choosePassword('a password of my own')).rejects.toMatchObject({
      code: 'password_outcome_unknown',
    })

    // It had been set after all: pressing again finds out, and does not try the dead temporary password.
    other.api.answer('readSession', () => sampleSession())
    expect((await other.session.choosePassword('a password of my own')).session?.mustChangePassword).toBe(false)
    expect(other.api.calls.filter(({ operation }) => operation === 'choosePassword')).toHaveLength(1)
  })

  it('a free choice whose answer was lost is never taken for done', async () => {
    const { api, session } = setUp()
    await session.logIn('WR012739', 'a password')
    api.answer('readSession', () => sampleSession())
    for (const code of ['outcome_unknown', 'invalid_credentials'] as const) {
      api.answer('choosePassword', () => {
        throw new AppError(code)
      })
      const expected = code === 'outcome_unknown' ? 'password_outcome_unknown' : code
      await expect(session.choosePassword('a new one', 'a password')).rejects.toMatchObject({ code: expected })
    }
  })

  it('stays unknown while the server cannot be asked', async () => {
    const { api, session } = setUp(true)
    await session.logIn('CZ021017', 'mXacknvU7Qwe')
    api.answer('choosePassword', () => {
      throw new AppError('outcome_unknown')
    })
    api.answer('readSession', () => {
      throw new AppError('server_unreachable')
    })
    for (let press = 1; press <= 2; press += 1) {
      await expect(session.choosePassword('a new one')).rejects.toMatchObject({ code: 'password_outcome_unknown' })
    }
    expect(api.calls.filter(({ operation }) => operation === 'choosePassword')).toHaveLength(1)
  })

  it('a log-out is not undone by an unlock or a login that answers later', async () => {
    const { api, session } = setUp()
    await session.logIn('WR012739', 'a password')
    session.lock()
    api.answer('logIn', () => {
      void session.logOut()
      return { token: 'too late', session: sampleSession() }
    })
    expect(await session.unlock('a password')).toEqual({ session: null, locked: false, isOffline: false })
    expect(api.calls).toContainEqual({ operation: 'logOut', input: {}, token: 'too late' })
  })

  it('a lock is not undone by a choice of password that answers later', async () => {
    const { api, session } = setUp(true)
    await session.logIn('CZ021017', 'mXacknvU7Qwe')
    api.answer('choosePassword', () => undefined)
    api.answer('readSession', () => {
      session.lock()
      return sampleSession()
    })
    expect((await session.choosePassword('a password of my own')).locked).toBe(true)
  })

  it('a login over a live session lets go of the former person’s secrets', async () => {
    const { api, session, onSecretsMustGo } = setUp()
    await session.logIn('WR012739', 'a password')
    expect(onSecretsMustGo).not.toHaveBeenCalled()
    await session.logIn('WR020001', 'another password')
    expect(onSecretsMustGo).toHaveBeenCalledTimes(1)
    expect(api.calls).toContainEqual({ operation: 'logOut', input: {}, token })
  })

  it('a locked desk is opened by nobody else', async () => {
    const { api, session } = setUp()
    await session.logIn('WR012739', 'a password')
    session.lock()
    const { user } = sampleSession()
    api.answer('logIn', () => ({ token: 'x', session: sampleSession({ user: { ...user, userId: 'SOMEBODY' } }) }))
    await expect(session.logIn('WR020001', 'another password')).rejects.toMatchObject({ code: 'wrong_user' })
    expect(session.read().locked).toBe(true)
  })

  describe('entering the own password again (P14)', () => {
    it('lets the server replace the session, and keeps what is on the screen', async () => {
      const { api, session, onSecretsMustGo } = setUp()
      await session.logIn('WR012739', 'a password')
      onSecretsMustGo.mockClear()
      api.answer('logIn', () => ({ token: 'fresh', session: sampleSession({ sessionId: 'fresh' }) }))
      expect(await session.reauthenticate('a password')).toMatchObject({
        session: { sessionId: 'fresh' },
        locked: false,
      })
      expect(api.calls.at(-1)).toMatchObject({ operation: 'logIn', token, input: { body: { loginId: 'WR012739' } } })
      api.answer('readPolicy', () => ({}))
      await session.call('readPolicy', {})
      expect(api.calls.at(-1)).toMatchObject({ token: 'fresh' })
      expect(onSecretsMustGo).not.toHaveBeenCalled()
    })

    it('a wrong password changes nothing', async () => {
      const { api, session } = setUp()
      await session.logIn('WR012739', 'a password')
      api.answer('logIn', () => {
        throw new AppError('invalid_credentials')
      })
      await expect(session.reauthenticate('wrong')).rejects.toMatchObject({ code: 'invalid_credentials' })
      expect(session.read().session).toEqual(sampleSession())
    })

    it('undoes no lock that came meanwhile, and ends the session that nobody needs', async () => {
      const { api, session } = setUp()
      await session.logIn('WR012739', 'a password')
      api.answer('logIn', () => {
        session.lock()
        return { token: 'late', session: sampleSession({ sessionId: 'late' }) }
      })
      expect(await session.reauthenticate('a password')).toMatchObject({ session: sampleSession(), locked: true })
      expect(api.calls.at(-1)).toMatchObject({ operation: 'logOut', token: 'late' })
    })
  })
})
