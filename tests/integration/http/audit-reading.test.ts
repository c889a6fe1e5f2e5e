import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditPageSchema, auditProofSchema, type AuditPage } from '../../../src-shared/api/audit.ts'
import { verifyAuditChain } from '../../../src-server/modules/audit/audit-verification-service.ts'
import { changeAuditorRight } from '../../../src-server/modules/members/auditor-right-service.ts'
import { hostileText, unshown } from '../../support/hostile-text.ts'
import { people } from '../../support/server-fixtures.ts'
import { codeOf, startTestServer, type Answer, type TestServer } from '../../support/test-server.ts'

let server: TestServer
let auditor: string
let otherHelpdesk: string
let administrator: string

const setRight = (right: 'granted' | 'revoked') =>
  changeAuditorRight(server.db, { loginId: people.helpdesk.loginId, right }, server.clock.now)

beforeAll(async () => {
  server = await startTestServer()
  await setRight('granted')
  auditor = await server.logIn('helpdesk')
  otherHelpdesk = await server.logIn('otherHelpdesk')
  administrator = await server.logIn('administrator')
  for (const name of ['staff', 'colleague', 'disabledStaff'] as const)
    await server.call('GET', `/api/v1/users/${people[name].userId}`, { token: administrator })
})
afterAll(() => server.close())

const ask = (query = '', token = auditor): Promise<Answer> => server.call('GET', `/api/v1/audit${query}`, { token })
const read = async (query = ''): Promise<AuditPage> => auditPageSchema.parse((await ask(query)).body)
const countEvents = async (): Promise<number> =>
  (await server.db.selectFrom('audit_events').select('seq').execute()).length
const lastEvent = () =>
  server.db.selectFrom('audit_events').selectAll().orderBy('seq', 'desc').limit(1).executeTakeFirstOrThrow()

describe('GET /audit', () => {
  it('gives events newest first, with an exact total, and is an event itself (P21)', async () => {
    const before = await countEvents()
    const page = await read()
    expect(page.total).toBe(before)
    expect(page.items.map(({ seq }) => seq)).toEqual(Array.from({ length: before }, (_, index) => before - index))
    expect(page.items[0]).toMatchObject({
      action: 'read_user',
      outcome: 'done',
      actor: { memberId: 'M-A', userId: people.administrator.userId },
      target: { memberId: 'M-A', userId: people.disabledStaff.userId },
      remoteAddress: '127.0.0.1',
      details: {},
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect(await lastEvent()).toMatchObject({
      action: 'read_audit',
      actor_user_id: people.helpdesk.userId,
      details: { list: 'events', fields: '', shown: before, isFirstPage: true },
    })
  })

  it('leads through everything by cursors, though each page adds an event', async () => {
    const total = await countEvents()
    const walked: number[] = []
    let page = await read('?limit=3')
    walked.push(...page.items.map(({ seq }) => seq))
    while (page.nextCursor !== null) {
      page = await read(`?limit=3&cursor=${encodeURIComponent(page.nextCursor)}`)
      walked.push(...page.items.map(({ seq }) => seq))
    }
    expect(walked).toEqual(Array.from({ length: total }, (_, index) => total - index))
  })

  it.each([
    ['action=read_user', 3],
    ['action=read_user&outcome=refused', 0],
    ['action=ｇｒａｎｔ_right', 1],
    [`userId=${people.staff.userId}`, 1],
    [`userId=${people.administrator.userId}`, 4],
    [`memberId=M-A&userId=${people.administrator.userId}&action=log_in`, 1],
    [`memberId=M-B&userId=${people.administrator.userId}`, 0],
    ['memberId=M-A&action=read_user', 3],
    ['memberId=M-B', 0],
    ['userId=%25', 0],
    ['since=2026-11-23T03:00:00.000Z&action=log_in', 3],
    ['until=2026-11-23T02:59:59.999Z', 0],
  ])('narrows by %s: %i (U1, U3)', async (query, total) => {
    const page = await read(`?${query}`)
    expect([page.total, page.items.length]).toEqual([total, total])
  })

  it('records which conditions were used and never what was typed (P22)', async () => {
    await ask('?userId=Canary88PwX&memberId=Canary88PwX&action=Canary88PwX&outcome=done')
    const event = await lastEvent()
    expect(event.details).toMatchObject({ fields: 'action outcome memberId userId', shown: 0 })
    expect(JSON.stringify(event)).not.toContain('Canary')
    expect(server.log()).not.toContain('Canary')
  })

  it('refuses a cursor of another query, of another caller or tampered with, and records that', async () => {
    const { nextCursor } = await read('?limit=2')
    const cursor = encodeURIComponent(nextCursor ?? '')
    await changeAuditorRight(server.db, { loginId: people.otherHelpdesk.loginId, right: 'granted' }, server.clock.now)
    for (const answer of [
      await ask(`?limit=2&action=log_in&cursor=${cursor}`),
      await ask(`?limit=2&cursor=${cursor}`, otherHelpdesk),
      await ask(`?cursor=x${cursor}`),
      await ask('?cursor='),
    ]) {
      expect([answer.status, codeOf(answer)]).toEqual([400, 'invalid_cursor'])
      expect(await lastEvent()).toMatchObject({ action: 'read_audit', outcome: 'refused' })
    }
    await changeAuditorRight(server.db, { loginId: people.otherHelpdesk.loginId, right: 'revoked' }, server.clock.now)
  })

  it('an event with details that no server writes does not hide the others', async () => {
    await server.db
      .insertInto('audit_events')
      .values({ at: server.clock.now(), action: 'odd', outcome: 'done', details: '{"a": {"b": [1]}, "c": null}' })
      .execute()
    const page = await read('?action=odd')
    expect(page.items[0]?.details).toEqual({ a: '{"b":[1]}', c: 'null' })
  })
})

describe('GET /audit/proof (P24)', () => {
  it('gives the head, which covers this very reading', async () => {
    const answer = await server.call('GET', '/api/v1/audit/proof', { token: auditor })
    const { seq, hash } = auditProofSchema.parse(answer.body)
    expect(await lastEvent()).toMatchObject({ seq, action: 'read_audit', details: { list: 'proof' } })
    expect(await verifyAuditChain({ db: server.db, recorded: [{ seq: String(seq), hash }] })).toMatchObject({
      intact: true,
      events: seq,
    })
  })
})

describe('the right to read the audit', () => {
  const paths = ['/audit', '/audit/proof']

  it('is the helpdesk’s alone, and each refusal is an event (P16, P21)', async () => {
    await server.db.updateTable('users').set({ is_auditor: true }).where('role', '<>', 'helpdesk').execute()
    const staff = await server.logIn('staff')
    for (const token of [administrator, staff, otherHelpdesk]) {
      for (const path of paths) {
        const answer = await server.call('GET', `/api/v1${path}`, { token })
        expect([answer.status, codeOf(answer)]).toEqual([403, 'forbidden_role'])
        expect(await lastEvent()).toMatchObject({
          action: 'call_route',
          outcome: 'refused',
          details: { operation: `GET ${path}`, code: 'forbidden_role' },
        })
      }
    }
  })

  it('holds and ends at once, in the middle of a session (P17)', async () => {
    expect((await ask()).status).toBe(200)
    await setRight('revoked')
    expect((await ask()).status).toBe(403)
    await setRight('granted')
    expect((await ask()).status).toBe(200)
  })

  it('is given and taken once, as events, and to nobody else', async () => {
    expect(await setRight('granted')).toMatchObject({ changed: false })
    const revoked = await setRight('revoked')
    expect(revoked).toEqual({ user: { memberId: 'M-H', userId: people.helpdesk.userId }, changed: true })
    expect(await lastEvent()).toMatchObject({
      action: 'revoke_right',
      actor_user_id: null,
      target_user_id: people.helpdesk.userId,
      details: { right: 'auditor' },
    })
    const change = { loginId: people.administrator.loginId, right: 'granted' } as const
    await expect(changeAuditorRight(server.db, change, server.clock.now)).rejects.toMatchObject({ code: 'usage' })
    await expect(
      changeAuditorRight(server.db, { ...change, loginId: 'nobody' }, server.clock.now),
    ).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('what users send cannot forge a line (P23)', () => {
  it('of the log or of the audit, in whatever field it comes', async () => {
    await fc.assert(
      fc.asyncProperty(hostileText, hostileText, async (text, other) => {
        const [logged, recorded] = [server.log().length, await countEvents()]
        const headers = { 'x-request-id': text, 'user-agent': other, 'idempotency-key': randomUUID() }
        const authorization = `Bearer ${administrator}`
        const inject = (method: 'GET' | 'POST', url: string, more: object) =>
          server.app.inject({ method, url: `/api/v1${url}`, headers: { ...headers, ...more } })
        await inject('GET', `/users/${encodeURIComponent(text)}?x=${encodeURIComponent(other)}`, { authorization })
        await inject('GET', `/users/${people.foreignStaff.userId}`, { authorization })
        await inject('GET', `/users?userName=${encodeURIComponent(text)}`, { authorization: `Bearer ${text}` })
        await server.app.inject({
          method: 'POST',
          url: `/api/v1/users/${people.foreignStaff.userId}/reissues`,
          headers: { ...headers, authorization },
          payload: { temporaryPassword: 'Tk7mQx93Rw', note: text },
        })
        const payload = { loginId: text, password: other, client: text }
        await server.app.inject({ method: 'POST', url: '/api/v1/sessions', headers, payload })

        const lines = server.log().slice(logged).trimEnd().split('\n')
        expect(lines.filter((line) => line.includes('"msg":"request"'))).toHaveLength(5)
        for (const line of lines) {
          expect(JSON.parse(line)).toHaveProperty('level')
          expect(line).not.toMatch(unshown)
        }
        const events = await server.db.selectFrom('audit_events').selectAll().where('seq', '>', recorded).execute()
        expect(events.length).toBeGreaterThanOrEqual(2)
        for (const { prev_hash: _before, hash: _own, ...event } of events) {
          expect(JSON.stringify(event)).not.toMatch(unshown)
          expect(event.request_id).toMatch(/^[\w.-]{1,64}$/)
        }
      }),
      { numRuns: 10 },
    )
  })
})
