import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startedVerificationSchema, verificationPageSchema } from '../../../src-shared/api/verifications.ts'
import { reissuePageSchema } from '../../../src-shared/api/reissues.ts'
import { userDetailSchema } from '../../../src-shared/api/users.ts'
import { DAY_MS, MINUTE_MS, STARTED_AT } from '../../support/fixed-clock.ts'
import { memberFacts, people } from '../../support/server-fixtures.ts'
import { codeOf, startTestServer, type Answer, type TestServer } from '../../support/test-server.ts'
import { clearVerifications, factsOnFile, rightAnswers, stepsOf, waitInUse } from '../../support/verification-steps.ts'

let server: TestServer
let helpdesk: string
let desk: ReturnType<typeof stepsOf>
let colleague: ReturnType<typeof stepsOf>

beforeAll(async () => {
  server = await startTestServer()
  helpdesk = await server.logIn('helpdesk')
  desk = stepsOf(server, helpdesk)
  colleague = stepsOf(server, await server.logIn('otherHelpdesk'))
})
afterAll(() => server.close())
beforeEach(() => clearVerifications(server))

const atMinute = (minutes: number): string => new Date(Date.parse(STARTED_AT) + minutes * MINUTE_MS).toISOString()
const resultOf = (answer: Answer): [number, string | undefined] => [answer.status, codeOf(answer)]

const readOutbox = (): Promise<{ kind: string; recipient: string | null; verification: string | null }[]> =>
  server.db
    .selectFrom('notification_outbox')
    .select(['kind', 'recipient_user_id as recipient', 'verification_id as verification'])
    .orderBy('recipient_user_id')
    .execute()

const readEvents = async (verificationId: string): Promise<unknown[]> => {
  const rows = await server.db
    .selectFrom('audit_events')
    .select(['action', 'outcome', 'actor_user_id', 'target_user_id', 'details'])
    .where(sql<boolean>`details->>'verificationId' = ${verificationId}`)
    .orderBy('seq')
    .execute()
  return rows.map(({ action, outcome, details, ...who }) => {
    expect(who).toEqual({ actor_user_id: people.helpdesk.userId, target_user_id: people.administrator.userId })
    return [action, outcome, z.looseObject({ code: z.string().optional() }).parse(details).code]
  })
}

const wrong = (id: string): Promise<Answer> => desk.answer(id, 'contractNumber', 'nothing like it')

describe('verifying a caller and reissuing for them', () => {
  it('works in the order of the procedure, and is shown and recorded everywhere (H1, P21)', async () => {
    const answer = await desk.start('administrator')
    expect(answer.status).toBe(201)
    const { verificationId, ...offered } = startedVerificationSchema.parse(answer.body)
    expect(offered).toEqual({
      callbackNumbers: [
        { id: 'member', masked: '**-****-1111' },
        { id: 'user', masked: '**-****-0000' },
      ],
      facts: [
        { fact: 'address', label: 'Registered address' },
        { fact: 'representative', label: 'Representative' },
        { fact: 'contractNumber', label: 'Contract number' },
        { fact: 'phone', label: 'Main phone number' },
      ],
      attemptsLeft: 3,
      expiresAt: atMinute(15),
    })
    const { address, representative } = rightAnswers['M-A']
    expect((await desk.answer(verificationId, 'address', address)).body).toEqual({ match: true, attemptsLeft: 3 })
    expect((await wrong(verificationId)).body).toEqual({ match: false, attemptsLeft: 2 })
    expect((await desk.answer(verificationId, 'representative', representative)).body).toMatchObject({ match: true })
    server.clock.advance(MINUTE_MS)
    const { userId, loginId, userName } = people.helpdesk
    const concluded = await desk.conclude(verificationId, { note: '折り返し済み' })
    expect(concluded.body).toMatchObject({
      verificationId,
      userId: people.administrator.userId,
      memberName: 'アルファ商事',
      operator: { userId, loginId, userName },
      state: 'passed',
      startedAt: STARTED_AT,
      concludedAt: atMinute(1),
      passExpiresAt: atMinute(16),
      approval: 'not_needed',
      used: false,
      note: '折り返し済み',
    })

    const receipt = await desk.reissue('administrator', verificationId)
    expect([receipt.status, receipt.body]).toMatchObject([201, { verificationId }])
    expect((await desk.read(verificationId)).body).toMatchObject({ state: 'passed', used: true })
    const history = await server.call('GET', '/api/v1/reissues', { token: helpdesk })
    expect(reissuePageSchema.parse(history.body).items[0]).toMatchObject({ verificationId })
    expect(await readEvents(verificationId)).toEqual([
      ['start_verification', 'done', undefined],
      ['answer_verification', 'done', undefined],
      ['answer_verification', 'done', undefined],
      ['answer_verification', 'done', undefined],
      ['conclude_verification', 'done', undefined],
      ['reissue_password', 'done', undefined],
    ])
  })

  it('never shows, logs or keeps what is on file or what was said (P22)', async () => {
    const said = ['Canary said wrong 1', 'Canary said wrong 2', 'Canary said wrong 3']
    const first = await desk.start('administrator')
    const { verificationId } = startedVerificationSchema.parse(first.body)
    const answers = [first]
    for (const wording of said) answers.push(await desk.answer(verificationId, 'representative', wording))
    const second = startedVerificationSchema.parse((await desk.start('administrator')).body).verificationId
    for (const [fact, wording] of Object.entries(rightAnswers['M-A']))
      answers.push(await desk.answer(second, fact, wording))
    answers.push(await desk.conclude(second, { callbackNumberId: null }), await desk.conclude(second))
    answers.push(await desk.reissue('administrator', second))
    const userPath = `/api/v1/users/${people.administrator.userId}`
    for (const path of [userPath, '/api/v1/users', '/api/v1/reissues', '/api/v1/policy', '/api/v1/verifications'])
      answers.push(await server.call('GET', path, { token: helpdesk }))
    answers.push(await desk.read(verificationId), await desk.answer(second, rightAnswers['M-A'].address, 'x'))
    expect(answers.map(({ status }) => status)).toEqual([
      201, 200, 200, 200, 200, 200, 200, 422, 200, 201, 200, 200, 200, 200, 200, 200, 400,
    ])

    const tables = ['verifications', 'verification_answers', 'audit_events', 'notification_outbox'] as const
    const kept = []
    for (const table of tables) kept.push(await server.db.selectFrom(table).selectAll().execute())
    const everything = [...answers.map(({ text }) => text), JSON.stringify(kept), server.log()].join('\n')
    expect(everything).toContain(second)
    const secrets = [...factsOnFile, ...said, ...Object.values(rightAnswers['M-A'])]
    expect(secrets.length).toBeGreaterThan(15)
    for (const secret of secrets) expect(everything).not.toContain(secret)
  })

  it.each([
    ['somebody else called', { callerIsAdministrator: false }, 2],
    ['nobody was called back', { callbackNumberId: null }, 2],
    ['the caller’s own number was called', { callbackNumberId: '090-1234-5678' }, 2],
    ['one fact matched, twice', {}, 1],
  ])('does not pass when %s, is recorded and goes on (H1)', async (_, more, facts) => {
    const id = await desk.open('administrator')
    for (const fact of ['address', facts === 1 ? 'address' : 'representative'] as const)
      expect((await desk.answer(id, fact, rightAnswers['M-A'][fact])).body).toMatchObject({ match: true })
    expect(resultOf(await desk.conclude(id, more))).toEqual([422, 'verification_incomplete'])
    expect((await readEvents(id)).at(-1)).toEqual(['conclude_verification', 'refused', 'verification_incomplete'])
    expect(resultOf(await desk.reissue('administrator', id))).toEqual([422, 'verification_failed'])
    await desk.answer(id, 'contractNumber', rightAnswers['M-A'].contractNumber)
    expect((await desk.conclude(id)).status).toBe(200)
  })

  it('can be begun with nothing on file, so that it is recorded, and never passes', async () => {
    const nothing = { address: null, representative: null, contract_number: null, phone: null }
    const setFacts = (facts: typeof nothing | (typeof memberFacts)['M-A'], phone: string | null) =>
      Promise.all([
        server.db.updateTable('members').set(facts).where('member_id', '=', 'M-A').execute(),
        server.db.updateTable('users').set({ phone }).where('user_id', '=', people.administrator.userId).execute(),
      ])
    await setFacts(nothing, null)
    const answer = await desk.start('administrator')
    await setFacts(memberFacts['M-A'], '03-0000-0000')
    expect([answer.status, answer.body]).toMatchObject([201, { callbackNumbers: [], facts: [] }])
    await setFacts(nothing, null)
    const { verificationId } = startedVerificationSchema.parse(answer.body)
    const results = [
      resultOf(await desk.answer(verificationId, 'address', '-')),
      resultOf(await desk.conclude(verificationId)),
      resultOf(await desk.conclude(verificationId, { outcome: 'failed', callbackNumberId: null })),
    ]
    await setFacts(memberFacts['M-A'], '03-0000-0000')
    expect(results).toEqual([
      [400, 'invalid_request'],
      [422, 'verification_incomplete'],
      [200, undefined],
    ])
  })
})

describe('a verification that fails', () => {
  const recipients = [people.administrator.userId, people.otherAdministrator.userId, null]

  it('ends with the third wrong answer, recorded and told in the same moment (H3, R2)', async () => {
    await server.db.updateTable('policy').set({ security_contact_email: 'security@example.test' }).execute()
    const id = await desk.open('administrator')
    await desk.answer(id, 'address', rightAnswers['M-A'].address)
    const left = [await wrong(id), await wrong(id), await wrong(id)].map(({ body }) => body)
    expect(left).toEqual([2, 1, 0].map((attemptsLeft) => ({ match: false, attemptsLeft })))
    for (const outcome of ['passed', 'failed', 'suspicious'])
      expect(resultOf(await desk.conclude(id, { outcome }))).toEqual([422, 'verification_failed'])
    const more = await desk.answer(id, 'representative', rightAnswers['M-A'].representative)
    expect(resultOf(more)).toEqual([422, 'verification_failed'])
    expect((await desk.read(id)).body).toMatchObject({ state: 'failed', used: false, concludedAt: STARTED_AT })
    const told = recipients.map((recipient) => ({ kind: 'verification_failed', recipient, verification: id }))
    expect(await readOutbox()).toEqual(told)
    expect((await readEvents(id)).slice(-6, -3)).toEqual([
      ['answer_verification', 'done', undefined],
      ['conclude_verification', 'done', undefined],
      ['conclude_verification', 'refused', 'verification_failed'],
    ])
  })

  it('compares three wrong answers, however many arrive at once (P20)', async () => {
    const id = await desk.open('administrator')
    const answers = await Promise.all(Array.from({ length: 10 }, () => wrong(id)))
    const left = answers.flatMap(({ body }) => z.object({ attemptsLeft: z.int() }).safeParse(body).data ?? [])
    expect(left.map(({ attemptsLeft }) => attemptsLeft).toSorted((a, b) => a - b)).toEqual([0, 1, 2])
    const refused = answers.filter(({ status }) => status !== 200).map(resultOf)
    expect(refused).toEqual(Array.from({ length: 7 }, () => [422, 'verification_failed']))
    expect(await server.db.selectFrom('verification_answers').selectAll().execute()).toHaveLength(3)
    expect(await readOutbox()).toHaveLength(2)
  })

  it('ends as a suspicious call with one request, warns, and is shown beside the user (H3)', async () => {
    const id = await desk.open('administrator')
    const body = { callerIsAdministrator: false, callbackNumberId: null, outcome: 'suspicious' }
    expect((await desk.conclude(id, body)).body).toMatchObject({ state: 'suspicious', used: false })
    const [first, second] = recipients.map((recipient) => ({ kind: 'suspicious_call', recipient, verification: id }))
    expect(await readOutbox()).toEqual([first, second])
    expect(resultOf(await desk.reissue('administrator', id))).toEqual([422, 'verification_failed'])
    await desk.conclude(await desk.open('administrator'), { outcome: 'failed' })
    const readWarnings = async (token = helpdesk) => {
      const answer = await server.call('GET', `/api/v1/users/${people.administrator.userId}`, { token })
      return userDetailSchema.parse(answer.body).warnings
    }
    expect(await readWarnings()).toEqual(
      expect.arrayContaining([{ code: 'refused_lately', count: 2, suspicious: true }]),
    )
    server.clock.advance(DAY_MS)
    expect((await readWarnings(await server.logIn('helpdesk'))).map(({ code }) => code)).not.toContain('refused_lately')
  })

  it('is broken off when nobody concludes it within 15 minutes', async () => {
    const id = await desk.open('administrator')
    await waitInUse(server, 15 * MINUTE_MS, [helpdesk])
    await desk.answer(id, 'address', rightAnswers['M-A'].address)
    expect((await desk.read(id)).body).toMatchObject({ state: 'open' })
    server.clock.advance(1)
    expect((await desk.read(id)).body).toMatchObject({ state: 'broken_off', used: false })
    expect(resultOf(await wrong(id))).toEqual([422, 'verification_used'])
    expect(resultOf(await desk.conclude(id))).toEqual([422, 'verification_used'])
    expect(resultOf(await desk.reissue('administrator', id))).toEqual([422, 'verification_failed'])
    expect(await readOutbox()).toEqual([])
  })
})

describe('what holds besides', () => {
  it('begins so many for one user in an hour, and no more', async () => {
    const results = []
    for (let count = 0; count < 11; count += 1) results.push(resultOf(await desk.start('administrator')))
    expect(results.filter(([status]) => status === 201)).toHaveLength(10)
    expect(results.at(-1)).toEqual([429, 'too_many_attempts'])
    expect((await desk.start('foreignAdministrator')).status).toBe(201)
  })

  it('is warned of contact data changed within 14 days (H3)', async () => {
    const changeAt = (at: Date | null) =>
      server.db
        .updateTable('users')
        .set({ contact_changed_at: at })
        .where('user_id', '=', people.administrator.userId)
        .execute()
    const at = new Date(server.clock.now().getTime() - 14 * DAY_MS)
    await changeAt(at)
    const read = () => server.call('GET', `/api/v1/users/${people.administrator.userId}`, { token: helpdesk })
    const warning = { code: 'contact_changed_lately', at: at.toISOString() }
    expect(userDetailSchema.parse((await read()).body).warnings).toContainEqual(warning)
    server.clock.advance(1)
    expect(userDetailSchema.parse((await read()).body).warnings).not.toContainEqual(warning)
    await changeAt(null)
  })

  it('lists every operator’s verifications, newest first, page by page, to whom its cursor was given', async () => {
    const ids = []
    for (const [by, target] of [
      [desk, 'administrator'],
      [colleague, 'administrator'],
      [desk, 'foreignAdministrator'],
    ] as const) {
      server.clock.advance(1000)
      ids.unshift(await by.open(target))
    }
    const page = verificationPageSchema.parse((await desk.list('?limit=2')).body)
    expect([page.total, page.items.map(({ verificationId }) => verificationId)]).toEqual([3, ids.slice(0, 2)])
    const next = `?limit=2&cursor=${encodeURIComponent(page.nextCursor ?? '')}`
    const rest = verificationPageSchema.parse((await desk.list(next)).body)
    expect([rest.items.map(({ verificationId }) => verificationId), rest.nextCursor]).toEqual([ids.slice(2), null])
    expect(resultOf(await colleague.list(next))).toEqual([400, 'invalid_cursor'])
    const ofOne = await desk.list(`?userId=${people.foreignAdministrator.userId}`)
    expect(verificationPageSchema.parse(ofOne.body)).toMatchObject({ total: 1, items: [{ memberName: 'ベータ工業' }] })
    expect(verificationPageSchema.parse((await desk.list('?approval=awaited')).body).total).toBe(0)
  })
})
