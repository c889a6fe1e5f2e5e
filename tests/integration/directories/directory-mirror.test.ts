import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createMirrorRepository } from '../../../src-server/modules/directories/mirror-repository.ts'
import {
  accountOf,
  openDirectoryDesk,
  proveDeskSound,
  putPerson,
  type DirectoryDesk,
} from '../../support/directory-desk.ts'
import { HOUR_MS } from '../../support/fixed-clock.ts'
import { passwordOf, people } from '../../support/server-fixtures.ts'
import { databaseKinds, startTestDatabases, type TestDatabases } from '../../support/test-database.ts'
import { codeOf, reissue, type Answer } from '../../support/test-server.ts'

describe.each(databaseKinds)('the mirror of a directory (%s)', (kind) => {
  let databases: TestDatabases
  let desk: DirectoryDesk
  let closeDatabase: () => Promise<void>

  beforeAll(async () => {
    databases = await startTestDatabases(kind)
    const database = await databases.open()
    closeDatabase = () => database.close()
    desk = await openDirectoryDesk(database)
  })
  afterAll(async () => {
    await desk.close()
    await closeDatabase()
    await databases.stop()
  })
  afterEach(() => proveDeskSound(desk))

  const search = async (token: string, loginId: string): Promise<unknown> =>
    (await desk.server.call('GET', `/api/v1/users?loginId=${loginId}`, { token })).body

  it('takes up whoever is new, what has changed, and who is gone; reads only what has changed in between', async () => {
    const token = await desk.server.logIn('otherAdministrator')
    desk.directory.put(
      { accountId: 'new', userId: 'U-NEW', loginId: 'new.comer', userName: '新人 五郎' },
      'her password',
    )
    expect(await desk.sync()).toMatchObject({ kind: 'synced', isComplete: false, added: 1, changed: 0 })
    expect(await search(token, 'NEW.COMER')).toMatchObject({ items: [{ userId: 'U-NEW', passwordState: 'active' }] })
    expect(await desk.sync()).toMatchObject({ kind: 'synced', added: 0, changed: 0 })

    desk.directory.put({
      accountId: 'new',
      userId: 'U-NEW',
      loginId: 'new.comer',
      userName: '新人 改名',
      state: 'disabled',
    })
    expect(await desk.sync()).toMatchObject({ changed: 1 })
    expect(await search(token, 'new')).toMatchObject({ items: [{ userName: '新人 改名', state: 'disabled' }] })

    desk.directory.remove('new')
    expect(await desk.sync()).toMatchObject({ retired: 0 })
    desk.clock.advance(HOUR_MS)
    expect(await desk.sync()).toMatchObject({ isComplete: true, retired: 1 })
    expect(await search(await desk.server.logIn('otherAdministrator'), 'new')).toMatchObject({ total: 1 })
  })

  it('leaves out who has the ID of somebody else, and says so', async () => {
    const { loginId } = people.foreignStaff
    desk.directory.put({ accountId: 'x1', userId: 'U-X1', loginId: loginId.toLowerCase() })
    desk.directory.put({ accountId: 'x2', userId: people.foreignStaff.userId, loginId: 'x2' })
    desk.directory.put({ accountId: 'x3', userId: people.helpdesk.userId, loginId: 'x3' })
    expect(await desk.sync()).toMatchObject({ added: 0, collisions: 3 })
    for (const accountId of ['x1', 'x2', 'x3']) desk.directory.remove(accountId)
    expect(
      (await desk.server.call('POST', '/api/v1/sessions', { body: { loginId, password: passwordOf('foreignStaff') } }))
        .status,
    ).toBe(201)
  })

  it('believes no listing that has lost everybody: nobody is disabled by a wrong base', async () => {
    for (const name of ['administrator', 'staff', 'colleague'] as const) desk.directory.remove(accountOf(name))
    desk.clock.advance(HOUR_MS)
    expect(await desk.sync()).toMatchObject({ kind: 'failed', reason: 'misconfigured' })
    const disabled = await desk.server.db
      .selectFrom('users')
      .select('user_id')
      .where('directory_state', '=', 'deleted')
      .execute()
    expect(disabled.map((row) => row.user_id)).toEqual(['U-NEW'])
    for (const name of ['administrator', 'staff', 'colleague'] as const) putPerson(desk.directory, name)
    expect(await desk.sync()).toMatchObject({ kind: 'synced' })
  })

  it('is kept by one process at a time, and goes on after a failure', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    desk.directory.break('list', { kind: 'slow', until: promise }, 1)
    desk.directory.calls.splice(0)
    const first = desk.sync()
    await expect.poll(() => desk.directory.calls.at(-1)).toMatch(/^list/)
    expect(await desk.sync()).toEqual({ kind: 'busy' })
    resolve()
    expect(await first).toMatchObject({ kind: 'synced' })
    desk.directory.break('list', { kind: 'down' }, 1)
    expect(await desk.sync()).toMatchObject({ kind: 'failed', reason: 'unavailable', failures: 1 })
    expect(await desk.sync()).toMatchObject({ kind: 'synced' })
  })

  it('what was read before a reissue says nothing about the new password', async () => {
    const token = await desk.server.logIn('otherAdministrator')
    const stale = desk.directory.read(accountOf('staff'))
    if (!stale) throw new Error('no account')
    const readAt = desk.clock.now()
    desk.clock.advance(1000)
    expect((await reissue(desk.server, token, people.staff.userId, 'Tk7mQx93Rw')).status).toBe(201)
    const scope = { directory: 'main', memberId: 'M-A', readAt }
    await createMirrorRepository(desk.server.deps.databases.server).mirror(scope, [stale])
    expect(await search(token, people.staff.loginId)).toMatchObject({ items: [{ passwordState: 'temporary' }] })
  })

  it('writes nobody but the users of the directory’s own members (P24)', async () => {
    const { server } = desk.server.deps.databases
    const mirror = createMirrorRepository(server)
    const account = desk.directory.read(accountOf('staff'))
    if (!account) throw new Error('no account')
    const refused = { code: '42501' }
    const readAt = desk.clock.now()
    await expect(mirror.mirror({ directory: 'main', memberId: 'M-B', readAt }, [account])).rejects.toMatchObject(
      refused,
    )
    await expect(mirror.mirror({ directory: 'other', memberId: 'M-A', readAt }, [account])).rejects.toMatchObject(
      refused,
    )
    await expect(mirror.retire({ directory: 'main', memberId: 'M-B', readAt }, ['x'])).rejects.toMatchObject(refused)
    const helpdesk = sql`select * from mirror_directory_users('main', 'M-A',
      ${JSON.stringify([{ ...account, role: 'helpdesk' }])}::jsonb, now())`
    await expect(helpdesk.execute(server)).rejects.toMatchObject(refused)
    const asMember = sql`select claim_directory_members('main', array['M-B'])`
    await expect(asMember.execute(desk.server.deps.databases.forMember('M-A'))).rejects.toMatchObject(refused)
    await expect(
      sql`update users set directory_account_id = 'x' where user_id = 'U-B-STAFF'`.execute(server),
    ).rejects.toMatchObject(refused)
  })
})

describe('logging in with a password that lives in a directory', () => {
  let databases: TestDatabases
  let desk: DirectoryDesk
  let closeDatabase: () => Promise<void>

  beforeAll(async () => {
    databases = await startTestDatabases('postgres')
    const database = await databases.open()
    closeDatabase = () => database.close()
    desk = await openDirectoryDesk(database)
  })
  afterAll(async () => {
    await desk.close()
    await closeDatabase()
    await databases.stop()
  })

  const { loginId } = people.staff
  const logInAs = (password: string): Promise<Answer> =>
    desk.server.call('POST', '/api/v1/sessions', { body: { loginId, password } })

  it('answers alike to a wrong password, a locked account and nobody at all (P12)', async () => {
    const nobody = await desk.server.call('POST', '/api/v1/sessions', { body: { loginId: 'NOBODY', password: 'x' } })
    const wrong = await logInAs('wrong')
    const account = { accountId: accountOf('staff'), userId: people.staff.userId, loginId }
    desk.directory.put({ ...account, state: 'locked' })
    const locked = await logInAs(passwordOf('staff'))
    desk.directory.put({ ...account, state: 'active' })
    const withoutId = ({ status, body }: Answer) => ({ status, body: { ...Object(body), requestId: '' } })
    expect(withoutId(wrong)).toEqual(withoutId(nobody))
    expect(withoutId(locked)).toEqual(withoutId(nobody))
    expect((await logInAs(passwordOf('staff'))).status).toBe(201)
  })

  it('is slowed down as here, and the directory is not asked while it is (P11)', async () => {
    for (let turn = 0; turn < 5; turn += 1) await logInAs(`wrong ${turn}`)
    const calls = desk.directory.calls.length
    expect(codeOf(await logInAs(passwordOf('staff')))).toBe('too_many_attempts')
    expect(desk.directory.calls.length).toBe(calls)
    desk.clock.advance(HOUR_MS)
    expect((await logInAs(passwordOf('staff'))).status).toBe(201)
  })

  it('opens no session when the password was changed while it was being checked (P7)', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const token = await desk.server.logIn('otherAdministrator')
    desk.directory.break('verify', { kind: 'slow', until: promise }, 1)
    desk.directory.calls.splice(0)
    // What the directory has said of the old password arrives after the reissue.
    const slow = logInAs(passwordOf('staff'))
    await expect.poll(() => desk.directory.calls.at(-1)).toMatch(/^verify/)
    expect((await reissue(desk.server, token, people.staff.userId, 'Tk7mQx93Rw', { key: randomUUID() })).status).toBe(
      201,
    )
    resolve()
    expect(codeOf(await slow)).toBe('invalid_credentials')
  })

  it('an answer to the change of a password that is lost is asked for; the new one opens the session', async () => {
    const first = await logInAs('Tk7mQx93Rw')
    const { token } = Object(first.body)
    const choose = (newPassword: string): Promise<Answer> =>
      desk.server.call('PUT', '/api/v1/password', { token, body: { currentPassword: 'Tk7mQx93Rw', newPassword } })
    desk.directory.break('changePassword', { kind: 'lose_before' }, 1)
    expect(codeOf(await choose('my very own long secret'))).toBe('directory_outcome_unknown')
    desk.directory.break('changePassword', { kind: 'lose_after' }, 1)
    expect((await choose('my very own long secret')).status).toBe(204)
    expect((await logInAs('my very own long secret')).body).toMatchObject({ session: { mustChangePassword: false } })
    await proveDeskSound(desk)
  })
})
