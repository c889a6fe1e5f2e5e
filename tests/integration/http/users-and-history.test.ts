import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  reissuePageSchema,
  reissueReceiptSchema,
  reissueRecordSchema,
  suggestionSchema,
} from '../../../src-shared/api/reissues.ts'
import { userDetailSchema, userPageSchema } from '../../../src-shared/api/users.ts'
import { policySchema } from '../../../src-shared/api/policy.ts'
import { DAY_MS, MINUTE_MS } from '../../support/fixed-clock.ts'
import { people, personNames, type PersonName } from '../../support/server-fixtures.ts'
import { codeOf, reissue, startTestServer, type TestServer } from '../../support/test-server.ts'

let server: TestServer
let administrator: string
let helpdesk: string

beforeAll(async () => {
  server = await startTestServer()
  administrator = await server.logIn('administrator')
  helpdesk = await server.logIn('helpdesk')
})
afterAll(() => server.close())

const idsOf = (keep: (name: PersonName) => boolean): string[] =>
  personNames
    .filter(keep)
    .map((name) => people[name].userId)
    .toSorted()

async function search(token: string, query = ''): Promise<string[]> {
  const answer = await server.call('GET', `/api/v1/users${query}`, { token })
  const page = userPageSchema.parse(answer.body)
  expect(page.total).toBe(page.items.length)
  return page.items.map(({ userId }) => userId).toSorted()
}

describe('searching users (P16)', () => {
  it('an administrator finds the own member’s users only, whatever is asked', async () => {
    const own = idsOf((name) => people[name].memberId === 'M-A')
    expect(await search(administrator)).toEqual(own)
    expect(await search(administrator, '?memberId=M-B')).toEqual([])
    expect(await search(administrator, '?memberName=ベータ')).toEqual([])
    expect(await search(administrator, `?userId=${people.foreignStaff.userId}`)).toEqual([])
  })

  it('the helpdesk finds the users of all members', async () => {
    expect(await search(helpdesk)).toEqual(idsOf(() => true))
    expect(await search(helpdesk, '?memberId=M-B')).toEqual(idsOf((name) => people[name].memberId === 'M-B'))
  })

  it('pages hang together, and a cursor is good for its owner and its query only', async () => {
    const first = userPageSchema.parse(
      (await server.call('GET', '/api/v1/users?limit=2', { token: administrator })).body,
    )
    expect([first.items.length, first.total]).toEqual([2, idsOf((name) => people[name].memberId === 'M-A').length])
    const next = (token: string, query: string) =>
      server.call('GET', `/api/v1/users?limit=2${query}&cursor=${encodeURIComponent(first.nextCursor ?? '')}`, {
        token,
      })
    const second = userPageSchema.parse((await next(administrator, '')).body)
    expect(second.items.map(({ userId }) => userId)).not.toContain(first.items.at(-1)?.userId)
    const stolen = [
      await next(helpdesk, ''),
      await next(administrator, '&userName=管理'),
      await next(administrator, '&sort=-userId'),
    ]
    expect(stolen.map(codeOf)).toEqual(['invalid_cursor', 'invalid_cursor', 'invalid_cursor'])
    const garbage = await server.call('GET', '/api/v1/users?cursor=abc.def', { token: administrator })
    expect([garbage.status, codeOf(garbage)]).toEqual([400, 'invalid_cursor'])
  })
})

describe('one user', () => {
  it('shows state, permission and warnings; a view is recorded (P21, H3)', async () => {
    const read = async () => {
      const answer = await server.call('GET', `/api/v1/users/${people.staff.userId}`, { token: administrator })
      return userDetailSchema.parse(answer.body)
    }
    const before = await read()
    expect(before).toMatchObject({
      passwordState: 'active',
      phone: null,
      timeZone: 'Asia/Tokyo',
      permissions: { reissue: true },
    })
    expect(before.warnings).toEqual([{ code: 'never_logged_in' }])
    await reissue(server, administrator, people.staff.userId, 'Tk7mQx93Rw')
    const after = await read()
    expect(after).toMatchObject({
      passwordState: 'temporary',
      temporaryPasswordExpiresAt: '2026-11-24T14:59:59.999Z',
      lastReissue: { state: 'pending', issuedBy: { loginId: people.administrator.loginId } },
    })
    expect(after.warnings).toContainEqual({ code: 'reissued_recently', count: 1 })
    const views = await server.db.selectFrom('audit_events').selectAll().where('action', '=', 'read_user').execute()
    expect(views.map((view) => [view.actor_user_id, view.target_user_id, view.outcome])).toContainEqual([
      people.administrator.userId,
      people.staff.userId,
      'done',
    ])
  })
})

describe('a user whom the caller may not see', () => {
  it('is recorded when there is one; what else was typed is not (P21, P22)', async () => {
    const refusals = async (typed: string) => {
      const answer = await server.call('GET', `/api/v1/users/${typed}`, { token: administrator })
      expect([answer.status, codeOf(answer)]).toEqual([404, 'not_found'])
      const rows = await server.db
        .selectFrom('audit_events')
        .select('details')
        .where('action', '=', 'read_user')
        .where('outcome', '=', 'refused')
        .orderBy('seq', 'desc')
        .limit(1)
        .execute()
      return rows[0]?.details
    }
    expect(await refusals('Canary88PwX')).toEqual({ code: 'not_found' })
    const { userId } = people.foreignStaff
    expect(await refusals(userId)).toEqual({ code: 'not_found', requestedUserId: userId })
    expect(await refusals(userId.toLowerCase())).toEqual({ code: 'not_found' })
  })
})

describe('a suggestion', () => {
  it('is as long as wished within the policy’s limits, otherwise as the policy has it', async () => {
    const lengths: number[] = []
    for (const query of ['', '?length=16', '?length=1', '?length=128']) {
      const path = `/api/v1/users/${people.staff.userId}/suggestions${query}`
      const answer = await server.call('POST', path, { token: administrator })
      lengths.push(suggestionSchema.parse(answer.body).temporaryPassword.length)
    }
    expect(lengths).toEqual([12, 16, 10, 32])
    const path = `/api/v1/users/${people.staff.userId}/suggestions?length=ten`
    expect(codeOf(await server.call('POST', path, { token: administrator }))).toBe('invalid_request')
  })
})

describe('policy', () => {
  it('says what holds for the caller', async () => {
    const policyOf = async (token: string) =>
      policySchema.parse((await server.call('GET', '/api/v1/policy', { token })).body)
    expect((await policyOf(administrator)).slipWithPassword).toBe(false)
    await server.db.updateTable('policy').set({ slip_with_password: true }).execute()
    expect((await policyOf(administrator)).slipWithPassword).toBe(true)
    const forAdministrator = await policyOf(administrator)
    expect(forAdministrator.temporaryPassword).toMatchObject({
      minLength: 8,
      maxLength: 32,
      defaultLength: 12,
      timeZone: 'Asia/Tokyo',
      editable: true,
    })
    expect(forAdministrator.verificationFacts).toEqual(['address', 'representative', 'contractNumber', 'phone'])
    expect((await policyOf(helpdesk)).temporaryPassword.editable).toBe(false)
  })
})

describe('history of reissues', () => {
  it('newest first, by pages, filtered by state, words and time, own member only', async () => {
    for (const name of ['colleague', 'staff', 'colleague'] as const) {
      server.clock.advance(MINUTE_MS)
      expect((await reissue(server, administrator, people[name].userId, 'Tk7mQx93Rw')).status).toBe(201)
    }
    const list = async (token: string, query = '') => {
      const answer = await server.call('GET', `/api/v1/reissues${query}`, { token })
      return reissuePageSchema.parse(answer.body)
    }
    const all = await list(administrator)
    expect(all.total).toBe(4)
    expect(all.items.map(({ loginId, state }) => [loginId, state])).toEqual([
      [people.colleague.loginId, 'pending'],
      [people.staff.loginId, 'pending'],
      [people.colleague.loginId, 'superseded'],
      [people.staff.loginId, 'superseded'],
    ])
    const [last, , replaced] = all.items
    expect([last?.supersededAt, replaced?.supersededAt]).toEqual([undefined, last?.issuedAt])
    const walked = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: typeof all = await list(administrator, `?limit=1${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)
      walked.push(...page.items)
      expect(page.total).toBe(4)
      cursor = page.nextCursor
    }
    expect(walked).toEqual(all.items)

    const folded = encodeURIComponent('ａｓ0000 三郎')
    expect((await list(administrator, `?query=${folded}`)).items.map(({ userId }) => userId)).toEqual([
      people.colleague.userId,
      people.colleague.userId,
    ])
    expect((await list(administrator, '?query=%25')).total).toBe(0)
    const totals = async (...queries: string[]) =>
      await Promise.all(queries.map(async (query) => (await list(administrator, `?${query}`)).total))
    expect(await totals('member=あるふぁ m-', 'member=m-a', 'member=商事アルファ', 'member=M-B')).toEqual([4, 4, 0, 0])
    expect(await totals('issuedBy=ａａ0000 花子', 'issuedBy=AA000002', 'issuedBy=%25', 'issuedBy=')).toEqual([
      4, 0, 0, 4,
    ])
    expect((await list(administrator, '?state=superseded')).total).toBe(2)
    const since = all.items[1]?.issuedAt
    expect((await list(administrator, `?since=${since}`)).total).toBe(2)
    expect((await list(administrator, `?until=${since}`)).total).toBe(3)
    expect((await list(helpdesk)).total).toBe(4)
    expect((await list(helpdesk, '?memberId=M-B')).total).toBe(0)

    const foreign = await server.logIn('foreignAdministrator')
    expect((await list(foreign)).items).toEqual([])
    expect((await list(foreign, '?issuedBy=AA000001')).total).toBe(0)
    const bound = (await list(administrator, '?limit=1&issuedBy=AA')).nextCursor ?? ''
    for (const query of ['issuedBy=AA&member=M', 'issuedBy=A', 'member=AA']) {
      const path = `/api/v1/reissues?limit=1&${query}&cursor=${encodeURIComponent(bound)}`
      expect(codeOf(await server.call('GET', path, { token: administrator }))).toBe('invalid_cursor')
    }
    const entry = await server.call('GET', `/api/v1/reissues/${all.items[0]?.reissueId}`, { token: foreign })
    expect([entry.status, codeOf(entry)]).toEqual([404, 'not_found'])

    server.clock.advance(3 * DAY_MS)
    administrator = await server.logIn('administrator')
    expect((await list(administrator, '?state=expired')).total).toBe(2)
    expect((await list(administrator, '?state=pending')).total).toBe(0)
  })
})

describe('handovers', () => {
  it('are noted by the issuer, each way once, and shown in the history in their order (P16, P21)', async () => {
    server.clock.advance(MINUTE_MS)
    const issued = await reissue(server, administrator, people.staff.userId, 'Tk7mQx93Rw')
    const { reissueId } = reissueReceiptSchema.parse(issued.body)
    const note = (token: string, kind: string) =>
      server.call('POST', `/api/v1/reissues/${reissueId}/handovers`, { token, body: { kind } })
    const at = server.clock.now().toISOString()
    await note(administrator, 'printed')
    await note(administrator, 'copied')
    server.clock.advance(MINUTE_MS)
    await note(administrator, 'confirmed')
    const expected = [
      { kind: 'copied', at },
      { kind: 'printed', at },
      { kind: 'confirmed', at: server.clock.now().toISOString() },
    ]
    server.clock.advance(MINUTE_MS)
    const again = await note(administrator, 'printed')
    expect(reissueRecordSchema.parse(again.body)).toMatchObject({ reissueId, handovers: expected })
    const list = await server.call('GET', '/api/v1/reissues?limit=2', { token: administrator })
    expect(reissuePageSchema.parse(list.body).items.map(({ handovers }) => handovers)).toEqual([expected, []])

    const colleague = await server.logIn('otherAdministrator')
    const foreign = await server.logIn('foreignAdministrator')
    const refusals = [await note(colleague, 'read_aloud'), await note(foreign, 'read_aloud')]
    expect(refusals.map((answer) => [answer.status, codeOf(answer)])).toEqual([
      [403, 'forbidden_role'],
      [404, 'not_found'],
    ])
    expect(codeOf(await note(administrator, 'whispered'))).toBe('invalid_request')
    const rows = await server.db.selectFrom('reissue_handovers').select('kind').orderBy('kind').execute()
    expect(rows.map(({ kind }) => kind)).toEqual(['confirmed', 'copied', 'printed'])
    const events = await server.db
      .selectFrom('audit_events')
      .select(['actor_user_id', 'target_user_id', 'details'])
      .where('action', '=', 'record_handover')
      .orderBy('seq')
      .execute()
    const { staff, administrator: issuer, otherAdministrator, foreignAdministrator } = people
    const done = { actor_user_id: issuer.userId, target_user_id: staff.userId }
    expect(events).toEqual([
      ...['printed', 'copied', 'confirmed'].map((kind) => ({ ...done, details: { reissueId, kind } })),
      {
        actor_user_id: otherAdministrator.userId,
        target_user_id: staff.userId,
        details: { reissueId, kind: 'read_aloud', code: 'forbidden_role' },
      },
      { actor_user_id: foreignAdministrator.userId, target_user_id: null, details: { code: 'not_found' } },
    ])
  })
})
