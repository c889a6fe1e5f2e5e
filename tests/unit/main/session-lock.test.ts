import { describe, expect, it } from 'vitest'
import type { ErrorCode } from '../../../src-shared/errors/catalogue.ts'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import { sampleSession } from '../../support/fake-api-client.ts'
import { createSessionParts, firstToken, type SessionParts } from '../../support/session-parts.ts'

const password = 'a password'
const kept = { serverUrl: 'https://desk.example', token: 'kept', session: sampleSession() }
const owner = `opened for ${sampleSession().user.userId} of https://desk.example`

const refuse = (code: ErrorCode) => () => {
  throw new AppError(code)
}
async function setUp(parts: SessionParts = {}) {
  const made = createSessionParts(parts)
  if (!parts.kept) await made.session.logIn('WR012739', password)
  await made.session.restore()
  await made.session.close()
  return made
}
type Made = Awaited<ReturnType<typeof setUp>>

/** A desk that was unlocked while the server could not be reached. */
async function setUpOffline(): Promise<Made> {
  const made = await setUp()
  made.session.lock()
  made.api.answer('logIn', refuse('server_unreachable'))
  await made.session.unlock(password)
  made.onChanged.mockClear()
  return made
}

describe('session over a restart (E35)', () => {
  it('is kept as it changes: at the login, at the unlock, at the password entered again', async () => {
    const { api, session, vault } = await setUp()
    expect(vault.read()).toEqual({ serverUrl: 'https://desk.example', token: firstToken, session: sampleSession() })
    session.lock()
    for (const [token, enter] of [
      ['second', session.unlock],
      ['third', session.reauthenticate],
    ] as const) {
      api.answer('logIn', () => ({ token, session: sampleSession() }))
      await enter(password)
      await session.close()
      expect(vault.read()).toMatchObject({ token })
    }
    await session.logOut()
    expect(vault.read()).toBeUndefined()
  })

  it('comes back locked without asking any server, and unlocks with a fresh session', async () => {
    const { api, session } = await setUp({ kept })
    expect(session.read()).toMatchObject({ session: sampleSession(), locked: true, lockedBecause: 'restart' })
    expect(api.calls).toEqual([])
    await expect(session.call('readPolicy', {})).rejects.toMatchObject({ code: 'locked' })
    expect(await session.unlock(password)).toEqual({ session: sampleSession(), locked: false, isOffline: false })
    expect(api.calls.at(-1)).toMatchObject({ operation: 'logIn', token: 'kept' })
  })

  it('is forgotten with its copy when the server is another one, which learns nothing of it', async () => {
    const { api, session, vault, offlineCopy } = await setUp({
      kept,
      serverUrl: () => Promise.resolve('https://other.example'),
    })
    expect(session.read().session).toBeNull()
    expect(vault.read()).toBeUndefined()
    expect(offlineCopy.done).toEqual(['wiped'])
    expect(api.calls).toEqual([])
  })

  it('waits for another start while it is unknown which server it is', async () => {
    const serverUrl = () => Promise.reject(new AppError('server_not_started'))
    const { session, vault } = await setUp({ kept, serverUrl })
    expect(session.read().session).toBeNull()
    expect(vault.read()).toEqual(kept)
  })
})

describe('session that ends by itself', () => {
  it('locks the desk when it runs out: whose it was and the copy stay (P13)', async () => {
    const { api, session, vault, offlineCopy, onChanged, onLocked, onEnded } = await setUp()
    api.answer('readPolicy', refuse('session_expired'))
    await expect(session.call('readPolicy', {})).rejects.toMatchObject({ code: 'session_expired' })
    const view = { session: sampleSession(), locked: true, isOffline: false, endedBecause: 'session_expired' }
    expect(onChanged).toHaveBeenLastCalledWith(view)
    expect(onLocked).toHaveBeenCalledOnce()
    expect(onEnded).not.toHaveBeenCalled()
    expect(vault.read()).toBeDefined()
    expect(offlineCopy.done).toEqual([owner, 'closed'])
    expect(await session.unlock(password)).toEqual({ session: sampleSession(), locked: false, isOffline: false })
  })

  it.each(['session_ended', 'account_disabled'] as const)('%s: nothing stays on this machine', async (code) => {
    const { api, session, vault, offlineCopy } = await setUp()
    session.lock()
    api.answer('logIn', refuse('account_disabled'))
    api.answer('readPolicy', refuse('session_ended'))
    if (code === 'session_ended') {
      api.answer('logIn', () => ({ token: 'second', session: sampleSession() }))
      await session.unlock(password)
    }
    const act = code === 'session_ended' ? session.call('readPolicy', {}) : session.unlock(password)
    await expect(act).rejects.toMatchObject({ code })
    expect(session.read()).toEqual({ session: null, locked: false, isOffline: false, endedBecause: code })
    expect(vault.read()).toBeUndefined()
    expect(offlineCopy).toMatchObject({ password: undefined, isOpen: false })
  })

  it('a refusal of a disabled account that somebody acted on ends nobody’s session', async () => {
    const { api, session } = await setUp()
    api.answer('readUser', refuse('account_disabled'))
    await expect(session.call('readUser', { params: { userId: 'X' } })).rejects.toMatchObject({
      code: 'account_disabled',
    })
    expect(session.read().session).not.toBeNull()
  })
})

describe('the copy kept for review', () => {
  it('opens with the login, closes with the lock, goes with the log-out', async () => {
    const { session, offlineCopy } = await setUp()
    session.lock()
    expect(offlineCopy.done).toEqual([owner, 'closed'])
    await session.logOut()
    expect(offlineCopy.done.at(-1)).toBe('wiped')
  })

  it.each([
    ['choosing a password first', { mustChangePassword: true }],
    ['staff', { user: { ...sampleSession().user, role: 'staff' as const } }],
  ])('is not kept for somebody %s', async (_who, change) => {
    const { api, session, offlineCopy } = createSessionParts()
    api.answer('logIn', () => ({ token: firstToken, session: sampleSession(change) }))
    offlineCopy.password = 'of whoever was here before'
    await session.logIn('WR012739', password)
    await session.close()
    // S-19: also when no session of an earlier start tells that it was somebody else’s.
    expect(offlineCopy.done).toEqual(['wiped'])
    session.lock()
    api.answer('logIn', refuse('server_unreachable'))
    offlineCopy.password = password
    await expect(session.unlock(password)).rejects.toMatchObject({ code: 'offline_copy_missing' })
  })

  it('a lock or a log-out that falls into its opening wins', async () => {
    const locked = createSessionParts()
    await locked.session.logIn('WR012739', password)
    locked.session.lock()
    await locked.session.close()
    expect(locked.offlineCopy.isOpen).toBe(false)

    const left = createSessionParts()
    await left.session.logIn('WR012739', password)
    await left.session.logOut()
    await left.session.close()
    expect(left.offlineCopy).toMatchObject({ password: undefined, isOpen: false })
    expect(left.vault.read()).toBeUndefined()
  })

  it('goes when somebody else logs in', async () => {
    const { api, session, offlineCopy, onEnded } = await setUp()
    const user = { ...sampleSession().user, userId: 'SOMEBODY' }
    api.answer('logIn', () => ({ token: 'other', session: sampleSession({ user }) }))
    await session.logIn('WR020001', 'another password')
    await session.close()
    expect(offlineCopy.done).toEqual([owner, 'wiped', 'opened for SOMEBODY of https://desk.example'])
    expect(onEnded).toHaveBeenCalledOnce()
  })

  it('follows a new password', async () => {
    const { api, session, offlineCopy } = await setUp()
    api.answer('choosePassword', () => undefined)
    api.answer('readSession', () => sampleSession())
    await session.choosePassword('a new one', password)
    await session.close()
    expect(offlineCopy.password).toBe('a new one')
  })
})

describe('unlocking without the server', () => {
  it.each([
    'server_unreachable',
    'server_name_not_found',
    'certificate_untrusted',
    'certificate_changed',
    'not_a_desk_server',
    'answer_not_understood',
  ] as const)('%s: the copy judges the password, and nothing can be asked of the server', async (code) => {
    const { api, session, offlineCopy } = await setUp()
    session.lock()
    api.answer('logIn', refuse(code))
    await expect(session.unlock('wrong')).rejects.toMatchObject({ code: 'invalid_credentials' })
    expect(session.read().locked).toBe(true)
    expect(await session.unlock(password)).toEqual({ session: sampleSession(), locked: false, isOffline: true })
    expect(offlineCopy.isOpen).toBe(true)
    const asked = api.calls.length
    for (const act of [
      () => session.call('readPolicy', {}),
      () => session.choosePassword('a new one', password),
      () => session.reauthenticate(password),
    ]) {
      await expect(act()).rejects.toMatchObject({ code: 'server_unreachable' })
    }
    expect(api.calls).toHaveLength(asked)
  })

  it('a server known to be lost is not waited for, unless there is nothing else to judge by', async () => {
    const { api, session, connection, offlineCopy } = await setUp()
    connection.state = 'unreachable'
    session.lock()
    const asked = api.calls.length
    expect(await session.unlock(password)).toMatchObject({ isOffline: true })
    expect(api.calls).toHaveLength(asked)

    session.lock()
    offlineCopy.password = undefined
    expect(await session.unlock(password)).toMatchObject({ locked: false, isOffline: false })
  })

  it('the server’s refusal stands: a password changed since does not open the copy', async () => {
    const { api, session } = await setUp()
    session.lock()
    api.answer('logIn', refuse('invalid_credentials'))
    await expect(session.unlock(password)).rejects.toMatchObject({ code: 'invalid_credentials' })
    expect(session.read().locked).toBe(true)
  })

  it('a log-out that falls into it wins', async () => {
    const { api, session, offlineCopy } = await setUp()
    session.lock()
    api.answer('logIn', () => {
      void session.logOut()
      throw new AppError('server_unreachable')
    })
    await expect(session.unlock(password)).rejects.toMatchObject({ code: 'offline_copy_missing' })
    expect(session.read().session).toBeNull()
    expect(offlineCopy.isOpen).toBe(false)
  })

  it('goes on with a session that still lives once the server is back, as a background call (P13)', async () => {
    const { api, session, onChanged } = await setUpOffline()
    api.answer('readSession', () => sampleSession())
    session.onReconnected()
    await session.close()
    expect(onChanged).toHaveBeenCalledExactlyOnceWith({ session: sampleSession(), locked: false, isOffline: false })
    expect(api.calls.at(-1)).toEqual({ operation: 'readSession', input: {}, token: firstToken, isBackground: true })
  })

  it.each([
    ['session_expired', { session: sampleSession(), locked: true }],
    ['session_ended', { session: null, locked: false }],
  ] as const)('%s once the server is back', async (code, view) => {
    const { api, session, onChanged } = await setUpOffline()
    api.answer('readSession', refuse(code))
    session.onReconnected()
    await session.close()
    expect(onChanged).toHaveBeenCalledExactlyOnceWith({ ...view, isOffline: false, endedBecause: code })
  })

  it('asks again by itself while the server gives no clear answer, and not while it is known to be lost', async () => {
    const { api, session, timer, connection } = await setUpOffline()
    const asks = () => api.calls.filter(({ operation }) => operation === 'readSession').length
    connection.state = 'unreachable'
    await timer.advance(20_000)
    expect(asks()).toBe(0)
    connection.state = 'connected'
    api.answer('readSession', refuse('overloaded'))
    await timer.advance(10_000)
    expect(asks()).toBe(2)
    api.answer('readSession', () => sampleSession())
    await timer.advance(20_000)
    expect(asks()).toBe(3)
    expect(session.read().isOffline).toBe(false)
  })

  it('a lock meanwhile stays a lock', async () => {
    const { api, session } = await setUpOffline()
    api.answer('readSession', () => {
      session.lock('idle')
      return sampleSession()
    })
    session.onReconnected()
    await session.close()
    expect(session.read()).toMatchObject({ locked: true, lockedBecause: 'idle', isOffline: false })
  })
})
