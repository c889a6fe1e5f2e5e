import { sql, type KyselyPlugin } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createPasswordVerifier, type PasswordVerifier } from '../../../src-server/security/password-verifier.ts'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import { DAY_MS, HOUR_MS } from '../../support/fixed-clock.ts'
import { passwordOf, people } from '../../support/server-fixtures.ts'
import { codeOf, reissue, startTestServer, type Answer, type TestServer } from '../../support/test-server.ts'

let server: TestServer
/** A second server over the same database: throttles are shared. */
let twin: TestServer
/** How often a password was checked, by either server. */
let checks = 0

/** Checks like the real thing, and counts. */
function createCountingVerifier(): PasswordVerifier {
  const passwords = createPasswordVerifier({ maxConcurrent: 2, maxQueued: 200 })
  return {
    ...passwords,
    verify: (verifier, password) => {
      checks += 1
      return passwords.verify(verifier, password)
    },
    verifyForNobody: (password) => {
      checks += 1
      return passwords.verifyForNobody(password)
    },
  }
}

beforeAll(async () => {
  server = await startTestServer({ overrides: { passwords: createCountingVerifier() } })
  twin = await server.restart()
})
afterAll(async () => {
  await twin.close()
  await server.close()
})
beforeEach(async () => {
  await server.reset()
  checks = 0
})

const STAFF = people.staff
const TEMPORARY = 'Tk7mQx93Rw'

const logIn = (loginId: string, password: string, token?: string, on = server): Promise<Answer> =>
  on.call('POST', '/api/v1/sessions', { token, body: { loginId, password } })
const guess = (loginId: string = STAFF.loginId, on = server): Promise<Answer> =>
  logIn(loginId, 'a wrong one', undefined, on)
const choose = (token: string, currentPassword: string, newPassword = 'my very own sentence'): Promise<Answer> =>
  server.call('PUT', '/api/v1/password', { token, body: { currentPassword, newPassword } })
const suggest = (token: string, userId: string = STAFF.userId): Promise<Answer> =>
  server.call('POST', `/api/v1/users/${userId}/suggestions`, { token })

const retryable = z.object({ code: z.literal('too_many_attempts'), retryAfterSeconds: z.number() })

/** Seconds to wait; undefined when the answer is another one. */
const waitOf = (answer: Answer): number | undefined => retryable.safeParse(answer.body).data?.retryAfterSeconds

async function spendFreeGuesses(loginId: string = STAFF.loginId): Promise<void> {
  const answers = await Promise.all(Array.from({ length: 5 }, () => guess(loginId)))
  expect(answers.map(codeOf)).toEqual(Array.from({ length: 5 }, () => 'invalid_credentials'))
}

const readCounts = async (kind: string): Promise<number[]> =>
  (await server.db.selectFrom('throttles').select('count').where('kind', '=', kind).execute()).map(({ count }) => count)

const countThrottledEvents = async (): Promise<number> => {
  const events = await server.db.selectFrom('audit_events').select('details').where('outcome', '=', 'refused').execute()
  return events.filter(({ details }) => z.object({ throttle: z.string() }).safeParse(details).success).length
}

describe('guessing at one account', () => {
  it('100 at the same time over two servers check five passwords, and are one event in the audit (P11)', async () => {
    const eventsBefore = await countThrottledEvents()
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) => guess(STAFF.loginId, index % 2 === 0 ? server : twin)),
    )
    expect(checks).toBe(5)
    expect(answers.filter((answer) => codeOf(answer) === 'invalid_credentials').length).toBe(5)
    expect(answers.filter((answer) => waitOf(answer) === 1).length).toBe(95)
    expect((await countThrottledEvents()) - eventsBefore).toBe(1)
    // The 95 checked nothing, so the address has spent five guesses only.
    expect(await readCounts('account')).toEqual([5])
    expect(await readCounts('address')).toEqual([5])
    expect((await logIn(people.colleague.loginId, passwordOf('colleague'))).status).toBe(201)
  })

  it('whoever waits as told gets one more try, and then waits longer (P11)', async () => {
    await spendFreeGuesses()
    for (const seconds of [1, 2, 4]) {
      const refused = await guess()
      expect([refused.status, waitOf(refused), refused.headers.get('retry-after')]).toEqual([
        429,
        seconds,
        `${seconds}`,
      ])
      server.clock.advance(seconds * 1000 - 1)
      expect(waitOf(await logIn(STAFF.loginId, passwordOf('staff')))).toBe(1)
      server.clock.advance(1)
      expect(codeOf(await guess())).toBe('invalid_credentials')
    }
    server.clock.advance(8000)
    expect((await logIn(STAFF.loginId, passwordOf('staff'))).status).toBe(201)
    await spendFreeGuesses()
  })

  it('an unknown login ID answers the same at every step, whatever its width and case (P12)', async () => {
    const sequenceOf = async (...spellings: readonly string[]): Promise<string[]> => {
      const answers: string[] = []
      for (let step = 0; step < 8; step += 1) {
        const answer = await guess(spellings[step % spellings.length])
        answers.push(answer.text.replace(/"requestId":"[^"]*"/, '') + answer.headers.get('retry-after'))
        if (step === 6) server.clock.advance(1000)
      }
      return answers
    }
    const known = await sequenceOf('AS000001', 'as000001', 'ＡＳ０００００１', 'ａs000001')
    const unknown = await sequenceOf('ZZ999999', 'zz999999', 'ＺＺ９９９９９９', 'ｚz999999')
    expect(known).toEqual(unknown)
    expect(known.filter((answer) => answer.includes('too_many_attempts')).length).toBe(2)
    const stored = await server.db.selectFrom('throttles').select(['kind', 'subject']).execute()
    expect(stored.filter(({ kind }) => kind === 'account').length).toBe(2)
    expect(stored.map(({ subject }) => Buffer.from(subject).toString('latin1')).join()).not.toMatch(/000001|999999/)
  })

  it('a stranger’s guesses do not lock out somebody who is logged in (P11)', async () => {
    const token = await server.logIn('staff')
    await spendFreeGuesses()
    expect(waitOf(await logIn(STAFF.loginId, passwordOf('staff')))).toBe(1)
    const again = await logIn('ａｓ０００００１', passwordOf('staff'), token)
    expect(again.status).toBe(201)
    // Neither does another user’s session help a stranger, nor one that has ended.
    const foreign = await server.logIn('colleague')
    for (const useless of [foreign, token, 'x'.repeat(43)]) {
      expect(waitOf(await logIn(STAFF.loginId, passwordOf('staff'), useless))).toBe(1)
    }
  })

  it('guesses from within a session have a counter of their own, at the login and at PUT /password (P11)', async () => {
    const token = await server.logIn('staff')
    checks = 0
    for (let count = 0; count < 3; count += 1) expect(codeOf(await choose(token, 'not it'))).toBe('invalid_credentials')
    for (let count = 0; count < 2; count += 1) {
      expect(codeOf(await logIn(STAFF.loginId, 'not it', token))).toBe('invalid_credentials')
    }
    expect([waitOf(await choose(token, passwordOf('staff'))), waitOf(await logIn(STAFF.loginId, 'x', token))]).toEqual([
      1, 1,
    ])
    expect(checks).toBe(5)
    server.clock.advance(1000)
    expect((await choose(token, passwordOf('staff'))).status).toBe(204)
    expect((await logIn(STAFF.loginId, 'my very own sentence')).status).toBe(201)
  })

  it('a reissue lifts the throttle, and the temporary password is throttled likewise (P11)', async () => {
    const administrator = await server.logIn('administrator')
    await spendFreeGuesses()
    expect(waitOf(await guess())).toBe(1)
    expect((await reissue(server, administrator, STAFF.userId, TEMPORARY)).status).toBe(201)
    expect((await logIn(STAFF.loginId, TEMPORARY)).status).toBe(201)
    await spendFreeGuesses()
    expect(waitOf(await logIn(STAFF.loginId, TEMPORARY))).toBe(1)
  })

  it('what could not be checked is not charged', async () => {
    const busy = await server.restart({
      passwords: {
        ...server.deps.passwords,
        verify: () => Promise.reject(new AppError('overloaded', { retryAfterSeconds: 2 })),
      },
    })
    for (let count = 0; count < 7; count += 1) expect(codeOf(await guess(STAFF.loginId, busy))).toBe('overloaded')
    await busy.close()
    expect((await logIn(STAFF.loginId, passwordOf('staff'))).status).toBe(201)
  })

  it('nor is a right password, even where no session could be opened', async () => {
    const failing = await server.restart({ newId: () => 'no ID of a session' })
    await guess()
    for (let count = 0; count < 7; count += 1) {
      expect((await logIn(STAFF.loginId, passwordOf('staff'), undefined, failing)).status).not.toBe(201)
    }
    await failing.close()
    expect([await readCounts('account'), await readCounts('address')]).toEqual([[], [1]])
  })

  it('nor is what could not be looked up', async () => {
    const unreadable: KyselyPlugin = {
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        if (result.rows.some((row) => 'loginIdKey' in row)) throw new AppError('overloaded', { retryAfterSeconds: 2 })
        return result
      },
    }
    const { databases } = server.deps
    const busy = await server.restart({
      databases: { ...databases, server: databases.server.withPlugin(unreadable) },
    })
    for (let count = 0; count < 7; count += 1) expect(codeOf(await guess(STAFF.loginId, busy))).toBe('overloaded')
    await busy.close()
    expect((await logIn(STAFF.loginId, passwordOf('staff'))).status).toBe(201)
  })
})

describe('guessing from one address', () => {
  /** Brings the address of the tests to `count` guesses without checking any password. */
  const spendAddress = (count: number): Promise<unknown> =>
    server.db.updateTable('throttles').set({ count }).where('kind', '=', 'address').execute()

  it('stops for everybody there when it has become a flood, successes do not pay for it, and it passes (P11)', async () => {
    await guess('ZZ000000')
    await spendAddress(98)
    expect((await logIn(STAFF.loginId, passwordOf('staff'))).status).toBe(201)
    expect([codeOf(await guess('ZZ000001')), codeOf(await guess('ZZ000002'))]).toEqual([
      'invalid_credentials',
      'invalid_credentials',
    ])
    expect(waitOf(await guess('ZZ000003'))).toBe(1)
    expect(waitOf(await logIn(people.colleague.loginId, passwordOf('colleague')))).toBe(1)
    // What the address may not try does not count against the accounts, nor leave anything behind.
    expect((await readCounts('account')).length).toBe(3)
    server.clock.advance(HOUR_MS)
    expect((await logIn(people.colleague.loginId, passwordOf('colleague'))).status).toBe(201)
  })

  it('of many at the same time lets in what is left, and charges no other account (P11)', async () => {
    await guess('ZZ000000')
    await spendAddress(98)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => guess(`ZZ00010${index}`, index % 2 === 0 ? server : twin)),
    )
    expect(answers.filter((answer) => codeOf(answer) === 'invalid_credentials').length).toBe(2)
    expect(answers.filter((answer) => waitOf(answer) === 1).length).toBe(18)
    expect(checks).toBe(3)
    expect(await readCounts('account')).toEqual([1, 1, 1])
    expect(await readCounts('address')).toEqual([100])
  })

  it('is told by the connection, or by a trusted proxy and nobody else (P11)', async () => {
    const proxied = await server.restart({ trustedProxies: ['127.0.0.1'] })
    const guessFrom = (on: TestServer, address: string) =>
      on.call('POST', '/api/v1/sessions', {
        headers: { 'x-forwarded-for': address },
        body: { loginId: `Z${address}`, password: 'a wrong one' },
      })
    const countAddresses = async (): Promise<number> =>
      (await server.db.selectFrom('throttles').select('kind').where('kind', '=', 'address').execute()).length
    for (const address of ['198.51.100.1', '198.51.100.2']) await guessFrom(server, address)
    expect(await countAddresses()).toBe(1)
    // The proxy appends what it sees; what the client claims to be stands before it.
    for (const chain of ['198.51.100.1', '203.0.113.9, 198.51.100.1', '198.51.100.2']) await guessFrom(proxied, chain)
    expect(await countAddresses()).toBe(3)
    await proxied.close()
  })
})

describe('operators', () => {
  it('reissue and ask for suggestions so many times an hour, each on their own, once more for a replay (P11)', async () => {
    await server.db.updateTable('policy').set({ operator_reissues_per_hour: 2 }).execute()
    const [operator, other] = [await server.logIn('administrator'), await server.logIn('otherAdministrator')]
    const key = '7f0c1f9e-2d2b-4b7e-9a56-0d6f3d1c0a11'
    expect((await reissue(server, operator, STAFF.userId, TEMPORARY, { key })).status).toBe(201)
    expect((await reissue(server, operator, STAFF.userId, 'Zw8nPv46Hd')).status).toBe(201)
    const refused = await reissue(twin, operator, STAFF.userId, 'Bd5tRq37Yk')
    expect([refused.status, waitOf(refused), refused.headers.get('retry-after')]).toEqual([429, 3600, '3600'])
    const replay = await reissue(server, operator, STAFF.userId, TEMPORARY, { key })
    expect([replay.status, replay.headers.get('idempotency-replayed')]).toEqual([201, 'true'])
    expect((await reissue(server, other, STAFF.userId, 'Bd5tRq37Yk')).status).toBe(201)

    expect([(await suggest(operator)).status, (await suggest(operator)).status]).toEqual([201, 201])
    expect([waitOf(await suggest(operator)), (await suggest(other)).status]).toEqual([3600, 201])
    server.clock.advance(HOUR_MS)
    const later = await server.logIn('administrator')
    expect((await reissue(server, later, STAFF.userId, 'Fh9sGm24Xc')).status).toBe(201)
    expect((await suggest(later)).status).toBe(201)
  })

  it('what nobody may see is limited like everything else, and recorded once', async () => {
    await server.db.updateTable('policy').set({ operator_reissues_per_hour: 1 }).execute()
    const operator = await server.logIn('administrator')
    const eventsBefore = await countThrottledEvents()
    expect(codeOf(await suggest(operator, 'NOBODY'))).toBe('not_found')
    for (let count = 0; count < 3; count += 1) expect(waitOf(await suggest(operator, 'NOBODY'))).toBe(3600)
    expect((await countThrottledEvents()) - eventsBefore).toBe(1)
  })

  it('of suggestions the audit tells exactly what became of each (P21)', async () => {
    await server.db.updateTable('policy').set({ operator_reissues_per_hour: 3 }).execute()
    const operator = await server.logIn('administrator')
    const targets = [STAFF.userId, 'NOBODY', people.administrator.userId, STAFF.userId, STAFF.userId]
    const statuses: number[] = []
    for (const target of targets) statuses.push((await suggest(operator, target)).status)
    expect(statuses).toEqual([201, 404, 403, 429, 429])
    const events = await server.db
      .selectFrom('audit_events')
      .select(['outcome', 'target_user_id', sql<string | null>`details ->> 'code'`.as('code')])
      .where('action', '=', 'suggest_temporary_password')
      .orderBy('seq', 'desc')
      .limit(4)
      .execute()
    expect(events.toReversed()).toEqual([
      { outcome: 'done', target_user_id: STAFF.userId, code: null },
      { outcome: 'refused', target_user_id: null, code: 'not_found' },
      { outcome: 'refused', target_user_id: people.administrator.userId, code: 'helpdesk_required' },
      { outcome: 'refused', target_user_id: STAFF.userId, code: 'too_many_attempts' },
    ])
  })
})

describe('the clock', () => {
  it('that jumps back by a day locks nobody longer than the delay they are told (P11)', async () => {
    await spendFreeGuesses()
    server.clock.advance(-DAY_MS)
    expect(waitOf(await logIn(STAFF.loginId, passwordOf('staff')))).toBe(1)
    server.clock.advance(1000)
    expect((await logIn(STAFF.loginId, passwordOf('staff'))).status).toBe(201)
  })
})
