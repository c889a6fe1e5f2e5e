import { randomUUID } from 'node:crypto'
import type { Insertable } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { reissueStates } from '../../../src-shared/api/reissue-states.ts'
import { reissueStatisticsSchema, type ReissueDay } from '../../../src-shared/api/reissue-statistics.ts'
import { reissuePageSchema } from '../../../src-shared/api/reissues.ts'
import type { Tables } from '../../../src-server/database/tables.ts'
import { deriveReissueState } from '../../../src-server/modules/reissues/reissue-state-policy.ts'
import { DAY_MS, MINUTE_MS } from '../../support/fixed-clock.ts'
import { seedSession } from '../../support/seeded-sessions.ts'
import { createSeededRandomInt } from '../../support/seeded-random.ts'
import { people } from '../../support/server-fixtures.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'

type Entry = Insertable<Tables['reissues']>

let server: TestServer
let administrator: string
let helpdesk: string

beforeAll(async () => {
  server = await startTestServer()
  administrator = (await seedSession(server.db, people.administrator, 'full', server.clock.now())) ?? ''
  helpdesk = (await seedSession(server.db, people.helpdesk, 'full', server.clock.now())) ?? ''
})
afterAll(() => server.close())
beforeEach(() => server.db.deleteFrom('reissues').execute())

const seed = Number(process.env['SAIHAKKO_TEST_SEED'] ?? Date.now() % 1_000_000)

async function readDays(token: string, query = ''): Promise<ReissueDay[]> {
  const answer = await server.call('GET', `/api/v1/reissues/statistics?${query}`, { token })
  expect(answer.status).toBe(200)
  return reissueStatisticsSchema.parse(answer.body).days
}

const entryAt = (issuedAt: Date, more: Partial<Entry> = {}): Entry => ({
  member_id: people.staff.memberId,
  reissue_id: randomUUID(),
  user_id: people.staff.userId,
  issued_by_member_id: people.administrator.memberId,
  issued_by_user_id: people.administrator.userId,
  issued_at: issuedAt,
  expires_at: issuedAt,
  origin: 'generated',
  verification_id: null,
  note: null,
  used_at: null,
  superseded_at: null,
  ...more,
})

const foreign = {
  member_id: people.foreignStaff.memberId,
  user_id: people.foreignStaff.userId,
  issued_by_member_id: people.helpdesk.memberId,
  issued_by_user_id: people.helpdesk.userId,
}

/** Around midnight, a half-hour step or a millisecond beside it, in every zone of the world; of every state, at its edges too. */
function drawEntries(anchor: string, random: (limit: number) => number): Entry[] {
  const now = server.clock.now()
  const anyOf = <T>(...items: readonly [T, ...T[]]): T => items[random(items.length)] ?? items[0]
  return Array.from({ length: 60 }, () => {
    const issuedAt = new Date(Date.parse(anchor) + (random(144) - 72) * 30 * MINUTE_MS + random(3) - 1)
    return entryAt(issuedAt, {
      ...(random(4) === 0 ? foreign : {}),
      expires_at: new Date(now.getTime() + anyOf(-DAY_MS, -1, 0, 1)),
      used_at: anyOf(null, null, now),
      superseded_at: anyOf(null, null, now),
    })
  })
}

/** One entry after the other, by the calendar of JavaScript. */
function countNaively(entries: readonly Entry[], timeZone: string): ReissueDay[] {
  const calendar = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  const days = new Map<string, ReissueDay>()
  for (const { issued_at, expires_at, used_at = null, superseded_at = null } of entries) {
    const day = calendar.format(issued_at)
    const counts = days.get(day) ?? { day, pending: 0, used: 0, expired: 0, superseded: 0 }
    const state = deriveReissueState(
      { expiresAt: expires_at, usedAt: used_at, supersededAt: superseded_at },
      server.clock.now(),
    )
    days.set(day, { ...counts, [state]: counts[state] + 1 })
  }
  return [...days.values()].toSorted((a, b) => (a.day < b.day ? -1 : 1))
}

describe('reissues by day and state', () => {
  // Clocks that change at midnight, by half an hour, over a day that never was, and not at all.
  const changes: readonly (readonly [string, string])[] = [
    ['Asia/Tokyo', '2026-11-22T15:00:00Z'],
    ['America/Sao_Paulo', '2017-10-15T03:00:00Z'],
    ['America/Sao_Paulo', '2018-02-18T02:00:00Z'],
    ['Australia/Lord_Howe', '2018-04-01T00:00:00Z'],
    ['Pacific/Apia', '2011-12-30T10:00:00Z'],
    ['America/St_Johns', '2010-11-07T02:31:00Z'],
    ['Asia/Kathmandu', '2020-01-01T00:00:00Z'],
  ]
  it.each(changes)(
    `in %s around %s are what a plain count finds (SAIHAKKO_TEST_SEED=${seed})`,
    async (zone, anchor) => {
      await server.db.updateTable('members').set({ time_zone: zone }).where('member_id', 'in', ['M-A', 'M-H']).execute()
      const entries = drawEntries(anchor, createSeededRandomInt(seed))
      await server.db.insertInto('reissues').values(entries).execute()
      const own = entries.filter((entry) => entry.member_id === people.staff.memberId)
      expect(await readDays(administrator)).toEqual(countNaively(own, zone))
      expect(await readDays(helpdesk)).toEqual(countNaively(entries, zone))
      const since = new Date(anchor)
      const later = entries.filter(({ issued_at }) => issued_at >= since)
      expect(await readDays(helpdesk, `since=${since.toISOString()}`)).toEqual(countNaively(later, zone))
    },
  )

  it('count what the history lists, whatever the conditions are', async () => {
    await server.db
      .insertInto('reissues')
      .values(drawEntries('2026-11-22T15:00:00Z', createSeededRandomInt(seed)))
      .execute()
    const until = server.clock.now().toISOString()
    const conditions = [
      'member=ベータ',
      'memberId=M-A',
      'issuedBy=HD 窓口',
      'query=担当',
      `until=${until}`,
      'issuedBy=nobody',
    ]
    const queries = [...conditions, ...reissueStates.map((state) => `state=${state}&member=M`)]
    const totals: number[] = []
    for (const query of queries) {
      const { body } = await server.call('GET', `/api/v1/reissues?limit=1&${query}`, { token: helpdesk })
      const counted = (await readDays(helpdesk, query)).flatMap((day) => reissueStates.map((state) => day[state]))
      totals.push(reissuePageSchema.parse(body).total)
      expect([query, counted.reduce((sum, count) => sum + count, 0)]).toEqual([query, totals.at(-1)])
    }
    expect(totals.filter((total) => total > 0).length).toBeGreaterThan(5)
  })

  it('are the latest 400 days that have any', async () => {
    const days = Array.from(
      { length: 410 },
      (_, index) => new Date(Date.parse('2025-01-01T03:00:00Z') + index * 2 * DAY_MS),
    )
    await server.db
      .insertInto('reissues')
      .values(days.map((day) => entryAt(day)))
      .execute()
    const shown = (await readDays(administrator)).map(({ day }) => day)
    expect(shown).toEqual(days.slice(10).map((day) => day.toISOString().slice(0, 10)))
  })
})
