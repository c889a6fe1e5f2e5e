import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { userPageSchema, type UserSort } from '../../../src-shared/api/users.ts'
import { codeOf, startTestServer, type TestServer } from '../../support/test-server.ts'

let server: TestServer
let helpdesk: string

beforeAll(async () => {
  server = await startTestServer()
  helpdesk = await server.logIn('helpdesk')
})
afterAll(() => server.close())

describe('cursors', () => {
  // U+FDFA is one character that NFKC makes fifteen letters of: no sort key is longer than that of such a name.
  const widest = '\ufdfa'.repeat(200)

  beforeAll(async () => {
    const at = new Date('2026-01-01T00:00:00.000Z')
    const ids = ['1', '2', '3'].map((digit) => digit.padStart(64, 'X'))
    await server.db
      .insertInto('members')
      .values(ids.map((id) => ({ member_id: id, member_name: widest, created_at: at })))
      .execute()
    const contact = { phone: null, fax: null, email: null }
    const rows = ids.map((id) => ({ member_id: id, user_id: id, login_id: `\ufdfa${id.slice(1)}`, user_name: widest }))
    await server.db
      .insertInto('users')
      .values(
        rows.map((row) => ({
          ...row,
          ...contact,
          role: 'staff' as const,
          state: 'active' as const,
          registered_at: at,
          last_login_at: null,
        })),
      )
      .execute()
  })

  const sorts: UserSort[] = ['userId', 'loginId', '-userName', 'userName', 'memberId', 'memberName', '-memberName']
  it.each(sorts)('stay short, whatever the names are, and lead through the list by %s', async (sort) => {
    const walked: string[] = []
    let total = -1
    for (let cursor: string | null = ''; cursor !== null;) {
      const query = `?limit=1&sort=${sort}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`
      const answer = await server.call('GET', `/api/v1/users${query}`, { token: helpdesk })
      expect(answer.status).toBe(200)
      const page = userPageSchema.parse(answer.body)
      walked.push(...page.items.map(({ userId }) => userId))
      total = page.total
      cursor = page.nextCursor
      expect(cursor?.length ?? 0).toBeLessThan(300)
    }
    expect(new Set(walked).size).toBe(total)
    expect(walked).toHaveLength(total)
  })
})

describe('instants in a query', () => {
  const list = (query: string) => server.call('GET', `/api/v1/reissues?${query}`, { token: helpdesk })

  it.each(['0000-01-01T00:00:00.000Z', '1899-12-31T23:59:59.999Z'])('%s is refused and not logged', async (instant) => {
    for (const name of ['since', 'until']) {
      const answer = await list(`${name}=${instant}`)
      expect([answer.status, codeOf(answer)]).toEqual([400, 'invalid_request'])
    }
    expect(server.log()).not.toContain(instant.slice(0, 10))
  })

  it.each(['1900-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z'])('%s is taken', async (instant) => {
    expect((await list(`since=${instant}&until=${instant}`)).status).toBe(200)
  })
})
