import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql, type KyselyPlugin } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { userDetailSchema } from '../../../src-shared/api/users.ts'
import { startedVerificationSchema, verificationPageSchema } from '../../../src-shared/api/verifications.ts'
import { MINUTE_MS } from '../../support/fixed-clock.ts'
import { people } from '../../support/server-fixtures.ts'
import { codeOf, reissue, startTestServer, type Answer, type TestServer } from '../../support/test-server.ts'
import { arbitraryOrders, playOrder } from '../../support/verification-model.ts'
import { clearVerifications, rightAnswers, stepsOf, waitInUse } from '../../support/verification-steps.ts'

let server: TestServer
let helpdesk: string
let desk: ReturnType<typeof stepsOf>
let otherHelpdesk: string
let colleague: ReturnType<typeof stepsOf>

const setPolicy = (rules: { second_person_for_administrators?: boolean; reauthentication_seconds?: number }) =>
  server.db.updateTable('policy').set(rules).execute()
const resultOf = (answer: Answer): [number, string | undefined] => [answer.status, codeOf(answer)]

beforeAll(async () => {
  server = await startTestServer()
  helpdesk = await server.logIn('helpdesk')
  desk = stepsOf(server, helpdesk)
  otherHelpdesk = await server.logIn('otherHelpdesk')
  colleague = stepsOf(server, otherHelpdesk)
})
afterAll(() => server.close())
beforeEach(() => clearVerifications(server))

const countRefused = async (): Promise<number> =>
  (await server.db.selectFrom('audit_events').select('outcome').where('outcome', '=', 'refused').execute()).length

const suggestionSchema = z.object({ temporaryPassword: z.string(), suggestionToken: z.string() })
const suggest = async () => {
  const path = `/api/v1/users/${people.administrator.userId}/suggestions`
  return suggestionSchema.parse((await server.call('POST', path, { token: helpdesk })).body)
}

describe('a pass', () => {
  it('serves one reissue, of ten at once with keys of their own (P20)', async () => {
    const id = await desk.pass('administrator')
    const keys = Array.from({ length: 10 }, () => randomUUID())
    const answers = await Promise.all(keys.map((key) => desk.reissue('administrator', id, key)))
    const done = answers.filter(({ status }) => status === 201)
    expect(done).toHaveLength(1)
    expect(answers.filter((answer) => !done.includes(answer)).map(resultOf)).toEqual(
      Array.from({ length: 9 }, () => [422, 'verification_used']),
    )
    const reissues = await server.db.selectFrom('reissues').select(['reissue_id', 'verification_id']).execute()
    const consumed = await server.db.selectFrom('verifications').select(['reissue_id', 'verification_id']).execute()
    expect(reissues).toEqual(consumed)
  })

  it('is gone, and a repeated request is still answered as before (R1)', async () => {
    const id = await desk.pass('administrator')
    const { temporaryPassword, suggestionToken } = await suggest()
    const order = { key: randomUUID(), suggestionToken, verificationId: id }
    const send = () => reissue(server, helpdesk, people.administrator.userId, temporaryPassword, order)
    const first = await send()
    await waitInUse(server, 16 * MINUTE_MS, [helpdesk])
    const second = await send()
    expect([first.status, second.status, second.text]).toEqual([201, 201, first.text])
    expect(second.headers.get('idempotency-replayed')).toBe('true')
    expect(resultOf(await desk.reissue('administrator', id))).toEqual([422, 'verification_used'])
  })

  it('is used up by an equal request meanwhile, whose answer is given (R1, P20)', async () => {
    const id = await desk.pass('administrator')
    const key = randomUUID()
    const { temporaryPassword, suggestionToken } = await suggest()
    const order = { key, suggestionToken, verificationId: id }
    const send = (asked: TestServer) => reissue(asked, helpdesk, people.administrator.userId, temporaryPassword, order)
    const refusedBefore = await countRefused()
    let twin: Answer | undefined
    const afterItsLook: KyselyPlugin = {
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        if (!twin && result.rows.some((row) => 'fingerprint' in row)) twin = await send(server)
        return result
      },
    }
    const { databases } = server.deps
    const late = await server.restart({
      databases: { ...databases, of: (caller) => databases.of(caller).withPlugin(afterItsLook) },
    })
    const answer = await send(late)
    await late.app.close()
    expect([twin?.status, answer.status, answer.headers.get('idempotency-replayed')]).toEqual([201, 201, 'true'])
    expect(answer.body).toEqual(twin?.body)
    expect(await countRefused()).toBe(refusedBefore)
  })

  it('is not used up by a reissue that fails (R2)', async () => {
    const id = await desk.pass('administrator')
    await sql`create function fail_insert() returns trigger language plpgsql
      as $$ begin raise exception 'disk full'; end $$`.execute(server.db)
    await sql`create trigger fail_insert before insert on notification_outbox for each row
      execute function fail_insert()`.execute(server.db)
    const failed = await desk.reissue('administrator', id)
    await sql`drop function fail_insert() cascade`.execute(server.db)
    expect(failed.status).toBe(500)
    expect((await desk.read(id)).body).toMatchObject({ used: false })
    expect((await desk.reissue('administrator', id)).status).toBe(201)
  })

  it('ends after 15 minutes', async () => {
    const [one, other] = [await desk.pass('administrator'), await desk.pass('foreignAdministrator')]
    await waitInUse(server, 15 * MINUTE_MS, [helpdesk])
    expect((await desk.reissue('administrator', one)).status).toBe(201)
    server.clock.advance(1)
    expect(resultOf(await desk.reissue('foreignAdministrator', other))).toEqual([422, 'verification_used'])
  })

  it('belongs to its operator and to its user (P16)', async () => {
    const id = await desk.pass('administrator')
    const opened = await desk.open('administrator')
    expect(resultOf(await colleague.reissue('administrator', id))).toEqual([422, 'verification_failed'])
    for (const target of ['otherAdministrator', 'foreignAdministrator'] as const)
      expect(resultOf(await desk.reissue(target, id))).toEqual([422, 'verification_failed'])
    expect(resultOf(await colleague.answer(opened, 'address', 'x'))).toEqual([404, 'not_found'])
    expect(resultOf(await colleague.conclude(opened))).toEqual([404, 'not_found'])
    expect((await colleague.read(opened)).body).toMatchObject({ state: 'open', approval: 'not_needed' })
    for (const none of [randomUUID(), 'no-id'])
      expect(resultOf(await desk.reissue('administrator', none))).toEqual([422, 'verification_failed'])
    expect(resultOf(await desk.reissue('administrator', undefined))).toEqual([422, 'verification_required'])
    expect((await desk.reissue('administrator', id)).status).toBe(201)
  })

  it('is the only one of its operator for its user: a second one ends the first, others’ stay (P20)', async () => {
    const [first, elsewhere] = [await desk.pass('administrator'), await desk.pass('foreignAdministrator')]
    const colleagues = await colleague.pass('administrator')
    const second = await desk.pass('administrator')
    expect(resultOf(await desk.reissue('administrator', first))).toEqual([422, 'verification_used'])
    expect(resultOf(await colleague.decide(first, 'approve'))).toEqual([422, 'verification_used'])
    expect((await desk.reissue('administrator', second)).status).toBe(201)
    expect((await desk.reissue('foreignAdministrator', elsewhere)).status).toBe(201)
    expect((await colleague.reissue('administrator', colleagues)).status).toBe(201)
  })

  it('is one for one call-back: a verification that is open is gone on with, not doubled, with the attempts left (P20, H1)', async () => {
    const second = await server.restart()
    const doors = [desk, stepsOf(second, helpdesk)]
    const starts = await Promise.all([...doors, ...doors].map((door) => door.start('administrator')))
    const [id = '', ...others] = new Set(starts.map(({ body }) => startedVerificationSchema.parse(body).verificationId))
    expect(others).toEqual([])
    await desk.answer(id, 'contractNumber', 'guessed')
    await waitInUse(server, 15 * MINUTE_MS, [helpdesk, otherHelpdesk])
    const again = startedVerificationSchema.parse((await desk.start('administrator')).body)
    expect(again).toMatchObject({ verificationId: id, attemptsLeft: 2 })
    expect(await colleague.open('administrator')).not.toBe(id)
    for (const fact of ['address', 'representative'] as const) await desk.answer(id, fact, rightAnswers['M-A'][fact])
    expect((await desk.conclude(id)).status).toBe(200)
    const next = startedVerificationSchema.parse((await desk.start('administrator')).body)
    expect(next).toMatchObject({ attemptsLeft: 3 })
    expect(resultOf(await desk.conclude(next.verificationId))).toEqual([422, 'verification_incomplete'])
    await waitInUse(server, 15 * MINUTE_MS + 1, [helpdesk])
    expect(await desk.open('administrator')).not.toBe(next.verificationId)
    await second.app.close()
  })

  it('ends with a suspicious call for its user, whoever took that call (H3)', async () => {
    const used = await desk.pass('administrator')
    expect((await desk.reissue('administrator', used)).status).toBe(201)
    const [id, elsewhere] = [await desk.pass('administrator'), await desk.pass('foreignAdministrator')]
    const call = await colleague.open('administrator')
    const before = await desk.read(used)
    await colleague.conclude(call, { outcome: 'suspicious', callerIsAdministrator: false, callbackNumberId: null })
    expect(resultOf(await desk.reissue('administrator', id))).toEqual([422, 'verification_used'])
    expect((await desk.reissue('foreignAdministrator', elsewhere)).status).toBe(201)
    expect((await desk.read(used)).body).toEqual(before.body)
    const told = await server.db
      .selectFrom('audit_events')
      .select('details')
      .where('action', '=', 'conclude_verification')
      .orderBy('seq', 'desc')
      .executeTakeFirst()
    expect(told?.details).toEqual({
      verificationId: call,
      outcome: 'suspicious',
      callerIsAdministrator: false,
      passesEnded: 1,
    })
  })

  it('does not outlive the right of its operator or the state of its user (P16)', async () => {
    const id = await desk.pass('administrator')
    const setState = (state: 'active' | 'disabled') =>
      server.db.updateTable('users').set({ state }).where('user_id', '=', people.administrator.userId).execute()
    await setState('disabled')
    const refused = await reissue(server, helpdesk, people.administrator.userId, 'Tk7mQx93Rw', { verificationId: id })
    await setState('active')
    expect(resultOf(refused)).toEqual([403, 'account_disabled'])
    expect((await desk.reissue('administrator', id)).status).toBe(201)
  })
})

describe('a second person (H2)', () => {
  beforeEach(() => setPolicy({ second_person_for_administrators: true }))
  const setRole = (role: 'helpdesk' | 'staff') =>
    server.db.updateTable('users').set({ role }).where('user_id', '=', people.otherHelpdesk.userId).execute()
  const listAwaited = async (): Promise<string[]> => {
    const { items } = verificationPageSchema.parse((await colleague.list('?approval=awaited')).body)
    return items.map(({ verificationId }) => verificationId)
  }

  it('approves before the reissue, and is never the operator', async () => {
    const id = await desk.pass('administrator')
    expect((await desk.read(id)).body).toMatchObject({ state: 'passed', approval: 'awaited' })
    expect(resultOf(await desk.reissue('administrator', id))).toEqual([422, 'approval_required'])
    expect(resultOf(await desk.decide(id, 'approve'))).toEqual([403, 'forbidden_role'])
    expect(await listAwaited()).toEqual([id])
    const { userId, loginId, userName } = people.otherHelpdesk
    const approved = { approval: 'approved', decidedBy: { userId, loginId, userName }, used: false }
    expect((await colleague.decide(id, 'approve')).body).toMatchObject(approved)
    expect(await listAwaited()).toEqual([])
    expect(resultOf(await colleague.reissue('administrator', id))).toEqual([422, 'verification_failed'])
    expect((await desk.reissue('administrator', id)).status).toBe(201)
    expect(resultOf(await colleague.decide(id, 'refuse'))).toEqual([422, 'verification_used'])
  })

  it('refuses for good', async () => {
    const id = await desk.pass('administrator')
    expect((await colleague.decide(id, 'refuse')).body).toMatchObject({ approval: 'refused' })
    expect(resultOf(await colleague.decide(id, 'approve'))).toEqual([409, 'conflict'])
    await setPolicy({ second_person_for_administrators: false })
    expect(resultOf(await desk.reissue('administrator', id))).toEqual([422, 'verification_failed'])
  })

  it('decides once, of two who decide at the same time', async () => {
    const id = await desk.pass('administrator')
    const decisions = ['approve', 'refuse', 'approve', 'refuse'] as const
    const answers = await Promise.all(decisions.map((decision) => colleague.decide(id, decision)))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409, 409])
    const winner = decisions[answers.findIndex(({ status }) => status === 200)]
    const status = (await desk.reissue('administrator', id)).status
    expect(status).toBe(winner === 'approve' ? 201 : 422)
  })

  it('counts only with the role, when it decides and when it is counted on (P16)', async () => {
    const id = await desk.pass('administrator')
    // The session check notes that the session is in use: from there on the caller is no operator any more.
    await sql`create function take_role() returns trigger language plpgsql security definer as
      $$ begin update users set role = 'staff' where user_id = new.user_id; return new; end $$`.execute(server.db)
    await sql`create trigger take_role after update of last_seen_at on sessions for each row
      execute function take_role()`.execute(server.db)
    server.clock.advance(2 * MINUTE_MS)
    const overtaken = await colleague.decide(id, 'approve')
    await sql`drop function take_role() cascade`.execute(server.db)
    const later = await colleague.decide(id, 'approve')
    await setRole('helpdesk')
    const approved = await colleague.decide(id, 'approve')
    await setRole('staff')
    const without = await desk.reissue('administrator', id)
    await setRole('helpdesk')
    expect([overtaken, later, approved, without].map(resultOf)).toEqual([
      [403, 'forbidden_role'],
      [403, 'forbidden_role'],
      [200, undefined],
      [422, 'verification_failed'],
    ])
    expect((await desk.reissue('administrator', id)).status).toBe(201)
  })

  it('is asked for a pass from before the rule, and not after its end', async () => {
    await setPolicy({ second_person_for_administrators: false })
    const [one, other] = [await desk.pass('administrator'), await desk.pass('foreignAdministrator')]
    expect(resultOf(await colleague.decide(one, 'approve'))).toEqual([409, 'conflict'])
    await setPolicy({ second_person_for_administrators: true })
    expect(resultOf(await desk.reissue('administrator', one))).toEqual([422, 'approval_required'])
    expect((await listAwaited()).toSorted()).toEqual([one, other].toSorted())
    expect((await colleague.decide(one, 'approve')).status).toBe(200)
    expect((await desk.reissue('administrator', one)).status).toBe(201)
    await waitInUse(server, 15 * MINUTE_MS + 1, [helpdesk, otherHelpdesk])
    expect(await listAwaited()).toEqual([])
    expect(resultOf(await colleague.decide(other, 'approve'))).toEqual([422, 'verification_used'])
  })

  it('is asked after three failures in a day, whatever the policy (H3)', async () => {
    await setPolicy({ second_person_for_administrators: false })
    for (let count = 0; count < 3; count += 1)
      await desk.conclude(await desk.open('administrator'), { outcome: 'failed' })
    const id = await desk.pass('administrator')
    expect(resultOf(await desk.reissue('administrator', id))).toEqual([422, 'approval_required'])
    expect((await colleague.decide(id, 'approve')).status).toBe(200)
    expect((await desk.reissue('administrator', id)).status).toBe(201)
  })

  it('is asked after three that were left with a wrong answer, as after failures; not for wrong answers of its own (H3)', async () => {
    await setPolicy({ second_person_for_administrators: false })
    const passWithWrongAnswer = async (): Promise<string> => {
      const id = await desk.open('administrator')
      await desk.answer(id, 'contractNumber', 'guessed')
      for (const fact of ['address', 'representative'] as const) await desk.answer(id, fact, rightAnswers['M-A'][fact])
      expect((await desk.conclude(id)).status).toBe(200)
      return id
    }
    const leave = async (by: typeof desk): Promise<Answer> =>
      by.answer(await by.open('administrator'), 'contractNumber', 'guessed')
    await leave(desk)
    await leave(colleague)
    await waitInUse(server, 16 * MINUTE_MS, [helpdesk, otherHelpdesk])
    await desk.answer(await desk.open('administrator'), 'address', rightAnswers['M-A'].address)
    const before = await passWithWrongAnswer()
    expect((await desk.read(before)).body).toMatchObject({ state: 'passed', approval: 'not_needed' })
    const shown = await server.call('GET', `/api/v1/users/${people.administrator.userId}`, { token: helpdesk })
    const { warnings } = userDetailSchema.parse(shown.body)
    expect(warnings).toContainEqual({ code: 'refused_lately', count: 2, suspicious: false })
    await leave(colleague)
    expect(resultOf(await desk.reissue('administrator', before))).toEqual([422, 'approval_required'])
    const after = await passWithWrongAnswer()
    expect(await listAwaited()).toEqual([after])
    expect((await colleague.decide(after, 'approve')).status).toBe(200)
    expect((await desk.reissue('administrator', after)).status).toBe(201)
  })

  it('has entered their password lately to approve, and refuses at once', async () => {
    await setPolicy({ reauthentication_seconds: 600 })
    await waitInUse(server, 11 * MINUTE_MS, [helpdesk, otherHelpdesk])
    const id = await desk.pass('administrator')
    expect(resultOf(await colleague.decide(id, 'approve'))).toEqual([401, 'reauth_required'])
    expect((await colleague.decide(id, 'refuse')).status).toBe(200)
  })
})

describe('no order of steps', () => {
  it('leads to a reissue but the one of the procedure (P20)', async () => {
    const tokens = { operator: helpdesk, colleague: otherHelpdesk }
    let total = 0
    await fc.assert(
      fc
        .asyncProperty(arbitraryOrders, async (order) => {
          const { surprises, issued } = await playOrder(server, tokens, order)
          total += issued
          expect(surprises).toEqual([])
        })
        .beforeEach(() => clearVerifications(server)),
      { numRuns: 25 },
    )
    // Anti-vacuity: the right order was among them.
    expect(total).toBeGreaterThan(0)
  })
})
