import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { passwordOf, people } from '../../support/server-fixtures.ts'
import { codeOf, reissue, startTestServer, type TestServer } from '../../support/test-server.ts'
import { stepsOf } from '../../support/verification-steps.ts'

let server: TestServer
let administrator: string
let staff: string
let helpdesk: string
let verificationId: string

beforeAll(async () => {
  server = await startTestServer()
  administrator = await server.logIn('administrator')
  staff = await server.logIn('colleague')
  helpdesk = await server.logIn('helpdesk')
  await server.db.updateTable('users').set({ is_auditor: true }).where('role', '=', 'helpdesk').execute()
  verificationId = await stepsOf(server, helpdesk).open('administrator')
})
afterAll(() => server.close())

const TARGET = people.staff.userId

const logIn = async (loginId: string, password: string): Promise<number> =>
  (await server.call('POST', '/api/v1/sessions', { body: { loginId, password } })).status

const post = async (token: string, path: string, body?: unknown): Promise<number> =>
  (await server.call('POST', `/api/v1/${path}`, { token, body })).status
const put = async (token: string, body: unknown): Promise<number> =>
  (await server.call('PUT', '/api/v1/password', { token, body })).status
const suspicion = { callerIsAdministrator: false, callbackNumberId: null, outcome: 'suspicious' }

const forgetGuesses = (): Promise<unknown> => server.db.deleteFrom('throttles').execute()

/** Everything a reissue writes, and a verification. */
const snapshot = async (): Promise<string> => {
  const tables = [
    ...(['credentials', 'reissues', 'idempotency_keys', 'notification_outbox', 'sessions'] as const),
    ...(['verifications', 'verification_answers'] as const),
  ]
  const rows = []
  for (const table of tables)
    rows.push(
      await server.db
        .selectFrom(table)
        .selectAll()
        .orderBy(sql`1, 2`)
        .execute(),
    )
  return JSON.stringify(rows)
}

/** Makes every insert into `table` fail while `work` runs. */
async function whileInsertsFail<T>(table: string, work: () => Promise<T>): Promise<T> {
  await sql
    .raw(
      `create function fail_insert() returns trigger language plpgsql as $$ begin raise exception 'disk full'; end $$`,
    )
    .execute(server.db)
  await sql
    .raw(`create trigger fail_insert before insert on ${table} for each row execute function fail_insert()`)
    .execute(server.db)
  try {
    return await work()
  } finally {
    await sql.raw('drop function fail_insert() cascade').execute(server.db)
  }
}

describe('a reissue is whole or not at all (P25, R2)', () => {
  it.each(['audit_events', 'notification_outbox', 'reissues', 'idempotency_keys'])(
    'when %s cannot be written, nothing has changed and the answer tells nothing of the inside',
    async (table) => {
      const before = await snapshot()
      const answer = await whileInsertsFail(table, () => reissue(server, administrator, TARGET, 'Tk7mQx93Rw'))
      expect([answer.status, codeOf(answer)]).toEqual([500, 'internal_error'])
      expect(answer.text).not.toMatch(/disk full|trigger|fail_insert|insert into|node_modules/)
      expect(await snapshot()).toBe(before)
      expect(server.log()).toContain('disk full')
    },
  )

  it.each([
    ['login', () => logIn(people.colleague.loginId, passwordOf('colleague'))],
    ['failed login', () => logIn(people.colleague.loginId, 'wrong')],
    [
      'view of a user',
      async () => (await server.call('GET', `/api/v1/users/${TARGET}`, { token: administrator })).status,
    ],
    ['denied route', async () => (await server.call('GET', '/api/v1/users', { token: staff })).status],
    ['suggestion', () => post(administrator, `users/${TARGET}/suggestions`)],
    ['refused reissue', async () => (await reissue(server, staff, TARGET, 'Tk7mQx93Rw')).status],
    ['log-out', async () => (await server.call('DELETE', '/api/v1/sessions', { token: staff })).status],
    [
      'chosen password',
      () => put(staff, { currentPassword: passwordOf('colleague'), newPassword: 'my very own sentence' }),
    ],
    ['password refused', () => put(staff, { currentPassword: passwordOf('colleague'), newPassword: 'short' })],
    ['verification', () => post(helpdesk, 'verifications', { userId: people.administrator.userId })],
    ['answer', () => post(helpdesk, `verifications/${verificationId}/answers`, { fact: 'phone', answer: 'x' })],
    ['conclusion', () => post(helpdesk, `verifications/${verificationId}/conclusion`, suspicion)],
    ['reading of the audit', async () => (await server.call('GET', '/api/v1/audit', { token: helpdesk })).status],
    ['proof', async () => (await server.call('GET', '/api/v1/audit/proof', { token: helpdesk })).status],
  ])('no audit, no %s', async (_, work) => {
    const before = await snapshot()
    expect(await whileInsertsFail('audit_events', work)).toBe(500)
    expect(await snapshot()).toBe(before)
  })

  it('of reissues at the same time exactly one password works, and the history agrees (P6)', async () => {
    const other = await server.logIn('otherAdministrator')
    const values = Array.from({ length: 8 }, (_, index) => `Tk7mQx93R${String.fromCharCode(97 + index)}`)
    const answers = await Promise.all(
      values.map((value, index) =>
        reissue(server, index % 2 === 0 ? administrator : other, TARGET, value, { key: randomUUID() }),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual(values.map(() => 201))
    const statuses = []
    for (const value of values) {
      // It is the passwords that are tried here, not the patience.
      await forgetGuesses()
      statuses.push(await logIn(people.staff.loginId, value))
    }
    expect(statuses.filter((status) => status === 201).length).toBe(1)
    const open = await server.db
      .selectFrom('reissues')
      .select('reissue_id')
      .where('user_id', '=', TARGET)
      .where('superseded_at', 'is', null)
      .execute()
    expect(open.length).toBe(1)
  })

  it('a login with the old password during a reissue leaves no session behind (P7)', async () => {
    await forgetGuesses()
    const [answer, ...logins] = await Promise.all([
      reissue(server, administrator, people.colleague.userId, 'Tk7mQx93Rw'),
      ...Array.from({ length: 5 }, () => logIn(people.colleague.loginId, passwordOf('colleague'))),
    ])
    expect(answer.status).toBe(201)
    expect(logins.every((status) => status === 201 || status === 401)).toBe(true)
    const live = await server.db
      .selectFrom('sessions')
      .select('session_id')
      .where('user_id', '=', people.colleague.userId)
      .where('ended_at', 'is', null)
      .execute()
    expect(live).toEqual([])
  })

  it('a reissue while the user chooses a password wins cleanly: one of the two, whole', async () => {
    await reissue(server, administrator, TARGET, 'Tk7mQx93Rw')
    const token = await server.logIn('staff', 'Tk7mQx93Rw')
    const body = { currentPassword: 'Tk7mQx93Rw', newPassword: 'my very own sentence' }
    const [chosen, again] = await Promise.all([
      server.call('PUT', '/api/v1/password', { token, body }),
      reissue(server, administrator, TARGET, 'Zw8nPv46Hd'),
    ])
    expect(again.status).toBe(201)
    expect([204, 401]).toContain(chosen.status)
    expect(await logIn(people.staff.loginId, 'Zw8nPv46Hd')).toBe(201)
    expect(await logIn(people.staff.loginId, 'my very own sentence')).toBe(401)
    expect(codeOf(await server.call('GET', '/api/v1/sessions/current', { token }))).toBe('session_ended')
  })
})
