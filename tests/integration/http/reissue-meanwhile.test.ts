import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { PasswordVerifier } from '../../../src-server/security/password-verifier.ts'
import { people } from '../../support/server-fixtures.ts'
import { codeOf, reissue, startTestServer, type TestServer } from '../../support/test-server.ts'

/** What happens while a password is being hashed, and how often one was. */
const hashing = { count: 0, meanwhile: async (): Promise<unknown> => undefined }

let server: TestServer
let whileHashing: TestServer
let administrator: string

beforeAll(async () => {
  server = await startTestServer()
  const passwords: PasswordVerifier = {
    ...server.deps.passwords,
    async hash(password) {
      hashing.count += 1
      await hashing.meanwhile()
      return await server.deps.passwords.hash(password)
    },
  }
  whileHashing = await server.restart({ passwords })
})
beforeEach(async () => {
  hashing.meanwhile = async () => undefined
  await server.reset()
  const changed = [userId, people.otherAdministrator.userId]
  await server.db.updateTable('users').set({ state: 'active' }).where('user_id', 'in', changed).execute()
  administrator = await server.logIn('administrator')
  hashing.count = 0
})
afterAll(async () => {
  await whileHashing.app.close()
  await server.close()
})

const { userId, memberId } = people.staff

const readVerifier = async (): Promise<string | undefined> =>
  (
    await server.db
      .selectFrom('credentials')
      .select('verifier')
      .where('member_id', '=', memberId)
      .where('user_id', '=', userId)
      .executeTakeFirst()
  )?.verifier
const setState = (state: 'active' | 'disabled') =>
  server.db.updateTable('users').set({ state }).where('user_id', '=', userId).execute()
const countReissues = async () => (await server.db.selectFrom('reissues').select('reissue_id').execute()).length

describe('a reissue, when something changes while its password is being hashed', () => {
  it('is decided anew when its user was disabled meanwhile, and its key is free afterwards (P16, R1)', async () => {
    const [verifier, count, key] = [await readVerifier(), await countReissues(), randomUUID()]
    hashing.meanwhile = () => setState('disabled')
    const refused = await reissue(whileHashing, administrator, userId, 'Tk7mQx93Rw', { key })
    expect([refused.status, codeOf(refused)]).toEqual([403, 'account_disabled'])
    expect([await readVerifier(), await countReissues()]).toEqual([verifier, count])
    const last = await server.db
      .selectFrom('audit_events')
      .selectAll()
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow()
    expect([last.action, last.outcome]).toEqual(['reissue_password', 'refused'])
    hashing.meanwhile = async () => undefined
    await setState('active')
    expect((await reissue(whileHashing, administrator, userId, 'Tk7mQx93Rw', { key })).status).toBe(201)
  })

  it('is not done when the operator’s session has ended meanwhile (P16)', async () => {
    const verifier = await readVerifier()
    hashing.meanwhile = () => server.call('DELETE', '/api/v1/sessions/current', { token: administrator })
    const refused = await reissue(whileHashing, administrator, userId, 'Tk7mQx93Rw')
    expect([refused.status, codeOf(refused)]).toEqual([401, 'session_ended'])
    expect(await readVerifier()).toBe(verifier)
  })

  it('is done once, by the rules as they are then, when something else has changed meanwhile (P8)', async () => {
    const count = await countReissues()
    hashing.meanwhile = async () => {
      await server.db.updateTable('users').set({ user_name: '担当 改名' }).where('user_id', '=', userId).execute()
      await server.db
        .updateTable('users')
        .set({ state: 'disabled' })
        .where('user_id', '=', people.otherAdministrator.userId)
        .execute()
    }
    const done = await reissue(whileHashing, administrator, userId, 'Tk7mQx93Rw')
    expect([done.status, await countReissues()]).toEqual([201, count + 1])
    const notices = await server.db
      .selectFrom('notification_outbox')
      .select('recipient_user_id')
      .where('subject_user_id', '=', userId)
      .execute()
    expect(notices).not.toContainEqual({ recipient_user_id: people.otherAdministrator.userId })
    expect(await server.logIn('staff', 'Tk7mQx93Rw')).toBeTruthy()
  })

  it('sets no password here for a user whose password has come to live in a directory meanwhile', async () => {
    const verifier = await readVerifier()
    const setAccount = (accountId: string | null) =>
      server.db
        .updateTable('users')
        .set({ directory_account_id: accountId, directory_state: 'active', directory_password_state: 'active' })
        .set({ directory_version: '1' })
        .where('user_id', '=', userId)
        .execute()
    hashing.meanwhile = () => setAccount('an account')
    const refused = await reissue(whileHashing, administrator, userId, 'Tk7mQx93Rw')
    await setAccount(null)
    expect([refused.status, codeOf(refused)]).toEqual([409, 'conflict'])
    expect(await readVerifier()).toBe(verifier)
  })

  it('answers its twin that came first (R1)', async () => {
    const [count, key] = [await countReissues(), randomUUID()]
    hashing.meanwhile = () => reissue(server, administrator, userId, 'Tk7mQx93Rw', { key })
    const done = await reissue(whileHashing, administrator, userId, 'Tk7mQx93Rw', { key })
    expect([done.status, done.headers.get('idempotency-replayed')]).toEqual([201, 'true'])
    expect(await countReissues()).toBe(count + 1)
  })
})

describe('whoever is refused costs no hash (P11)', () => {
  it('a user out of reach, one of one’s own rank, a bad password, a key seen before, too many', async () => {
    const key = randomUUID()
    // Of what follows four are charged: what was answered under its key before is not.
    await server.db.updateTable('policy').set({ operator_reissues_per_hour: 4 }).execute()
    await reissue(whileHashing, administrator, userId, 'Tk7mQx93Rw', { key })
    expect(hashing.count).toBe(1)
    const answers = [
      await reissue(whileHashing, administrator, people.foreignStaff.userId, 'Tk7mQx93Rw'),
      await reissue(whileHashing, administrator, people.otherAdministrator.userId, 'Tk7mQx93Rw'),
      await reissue(whileHashing, administrator, userId, 'x'),
      await reissue(whileHashing, administrator, userId, 'Zw8nPv46Hd', { key }),
      await reissue(whileHashing, administrator, userId, 'Tk7mQx93Rw', { key }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([404, 403, 422, 409, 201])
    const tooMany = await reissue(whileHashing, administrator, userId, 'Tk7mQx93Rw')
    expect([tooMany.status, codeOf(tooMany)]).toEqual([429, 'too_many_attempts'])
    // What was answered before is answered all the same, and counts nothing.
    const replayed = await reissue(whileHashing, administrator, userId, 'Tk7mQx93Rw', { key })
    expect(replayed.status).toBe(201)
    expect(hashing.count).toBe(1)
  })
})
