import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { MINUTE_MS } from '../../support/fixed-clock.ts'
import { createSeededRandomInt } from '../../support/seeded-random.ts'
import { passwordOf, people } from '../../support/server-fixtures.ts'
import { codeOf, reissue, startTestServer, type Answer, type TestServer } from '../../support/test-server.ts'

let server: TestServer
/** A second server over the same database: nothing may depend on the memory of one process. */
let twin: TestServer

beforeAll(async () => {
  server = await startTestServer()
  twin = await server.restart()
})
afterAll(async () => {
  await twin.close()
  await server.close()
})

const STAFF = people.staff.userId
const seed = Number(process.env['SAIHAKKO_TEST_SEED'] ?? Date.now() % 1_000_000)

const sessionOf = z.object({ sessionId: z.string() })

/** What must hold of the user, whatever happened in whatever order. */
async function findViolations(): Promise<string[]> {
  const violations: string[] = []
  const reissues = await server.db.selectFrom('reissues').selectAll().where('user_id', '=', STAFF).execute()
  const events = await server.db
    .selectFrom('audit_events')
    .selectAll()
    .where('target_user_id', '=', STAFF)
    .orderBy('seq')
    .execute()
  const done = events.filter(({ outcome }) => outcome === 'done')
  const issued = done.filter(({ action }) => action === 'reissue_password')
  if (issued.length !== reissues.length) violations.push(`${issued.length} audited, ${reissues.length} reissued`)
  const usable = reissues.filter(({ used_at, superseded_at }) => used_at === null && superseded_at === null)
  const credential = await server.db
    .selectFrom('credentials')
    .selectAll()
    .where('user_id', '=', STAFF)
    .executeTakeFirstOrThrow()
  const expected = credential.reissue_id === null ? [] : [credential.reissue_id]
  if (usable.map(({ reissue_id }) => reissue_id).join() !== expected.join())
    violations.push('usable reissues and credential differ')
  const notices = await server.db
    .selectFrom('notification_outbox')
    .selectAll()
    .where('recipient_user_id', '=', STAFF)
    .execute()
  if (notices.length !== reissues.length) violations.push(`${notices.length} notices for ${reissues.length} reissues`)

  // Audit rows of one user are written under that user’s lock, so their order is the order of what happened.
  const lastEnd = done.findLastIndex(({ action }) => action === 'reissue_password')
  const openedSince = new Set(
    done
      .slice(lastEnd + 1)
      .filter(({ action }) => action === 'log_in')
      .map(({ details }) => sessionOf.parse(details).sessionId),
  )
  const open = await server.db
    .selectFrom('sessions')
    .selectAll()
    .where('user_id', '=', STAFF)
    .where('ended_at', 'is', null)
    .execute()
  for (const { session_id, must_change_password } of open) {
    if (!openedSince.has(session_id)) violations.push('a session outlived a reissue')
    if (must_change_password !== (credential.kind === 'temporary'))
      violations.push('a session of the wrong kind is open')
  }
  return violations
}

describe('random histories over two servers (R9, P6, P7)', () => {
  it(`keep every invariant (SAIHAKKO_TEST_SEED=${seed})`, { timeout: 120_000 }, async () => {
    const random = createSeededRandomInt(seed)
    const known = [passwordOf('staff')]
    const anyOf = <T>(items: readonly T[]): T | undefined => items[random(items.length)]
    const anyServer = (): TestServer => (random(2) === 0 ? server : twin)
    const newValue = (prefix: string): string => {
      const value = `${prefix}${random(1_000_000)}Kq`
      known.push(value)
      return value
    }
    let token = await server.logIn('staff')

    const logIn = async (): Promise<Answer> => {
      const body = { loginId: people.staff.loginId, password: anyOf(known.slice(-4)) }
      const answer = await anyServer().call('POST', '/api/v1/sessions', { body })
      token = z.object({ token: z.string() }).safeParse(answer.body).data?.token ?? token
      return answer
    }
    const choose = (): Promise<Answer> => {
      const body = { currentPassword: anyOf(known.slice(-4)), newPassword: newValue('chosen sentence ') }
      return anyServer().call('PUT', '/api/v1/password', { token, body })
    }
    const issue = (operator: string, key?: string): Promise<Answer> =>
      reissue(anyServer(), operator, STAFF, newValue('Tk'), key === undefined ? {} : { key })

    const seen = new Map<string, number>()
    for (let round = 0; round < 12; round += 1) {
      server.clock.advance(MINUTE_MS)
      // The histories are about passwords; blocked logins would only make them poorer.
      await server.db.deleteFrom('throttles').execute()
      const operators = [await server.logIn('administrator'), await server.logIn('otherAdministrator')]
      const key = randomUUID()
      const moves = Array.from({ length: 7 }, () => random(6))
      const answers = await Promise.all(
        moves.map((move) => {
          if (move === 0) return issue(operators[0] ?? '')
          if (move === 1) return issue(operators[1] ?? '')
          if (move === 2) return issue(operators[0] ?? '', key)
          return move === 3 ? choose() : logIn()
        }),
      )
      for (const answer of answers) {
        const outcome = codeOf(answer) ?? String(answer.status)
        seen.set(outcome, (seen.get(outcome) ?? 0) + 1)
      }
      expect(await findViolations()).toEqual([])
      expect(answers.filter(({ status }) => status >= 500)).toEqual([])
    }
    // Anti-vacuity: both successes and refusals happened.
    expect(seen.get('201') ?? 0).toBeGreaterThan(5)
    expect(seen.get('invalid_credentials') ?? 0).toBeGreaterThan(0)
  })

  it('50 equal requests over two servers reissue once (R1)', async () => {
    const [operator, key] = [await server.logIn('administrator'), randomUUID()]
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        reissue(index % 2 === 0 ? server : twin, operator, STAFF, 'Tk7mQx93Rw', { key }),
      ),
    )
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
    expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === null).length).toBe(1)
    expect(await findViolations()).toEqual([])
  })

  it('50 equal handovers over two servers are one row and one event (R1, P21)', async () => {
    const operator = await server.logIn('administrator')
    const issued = await reissue(server, operator, STAFF, 'Tk7mQx93Rw')
    const { reissueId } = z.object({ reissueId: z.string() }).parse(issued.body)
    const path = `/api/v1/reissues/${reissueId}/handovers`
    const call = { token: operator, body: { kind: 'read_aloud' } }
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => (index % 2 === 0 ? server : twin).call('POST', path, call)),
    )
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
    expect(answers[0]).toMatchObject({ status: 200, body: { handovers: [{ kind: 'read_aloud' }] } })
    const noted = await server.db.selectFrom('reissue_handovers').select(['reissue_id', 'kind']).execute()
    expect(noted).toEqual([{ reissue_id: reissueId, kind: 'read_aloud' }])
    const events = await server.db
      .selectFrom('audit_events')
      .select(['outcome', 'details'])
      .where('action', '=', 'record_handover')
      .execute()
    expect(events).toEqual([{ outcome: 'done', details: { reissueId, kind: 'read_aloud' } }])
  })
})
