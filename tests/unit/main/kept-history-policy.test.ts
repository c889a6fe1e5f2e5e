import { describe, expect, it } from 'vitest'
import { summariseReissues } from '../../../src-main/services/history-summary-policy.ts'
import { divideAnew, chunkSize } from '../../../src-main/services/history-chunks.ts'
import {
  applyChanges,
  findKept,
  findReadingStart,
  isKeptCursor,
  keptAtMost,
  readKeptPage,
  type HistoryConditions,
} from '../../../src-main/services/kept-history-policy.ts'
import { waitAfterSeconds } from '../../../src-main/services/unlock-delay-policy.ts'
import { recordOf } from '../../support/offline-desk.ts'

const at = (day: number, time = '01:00:00.000'): string => `2026-11-${String(day).padStart(2, '0')}T${time}Z`
const now = new Date(at(23))
const asOf = now.toISOString()
const ids = (entries: readonly { reissueId: string }[]): number[] =>
  entries.map(({ reissueId }) => Number(reissueId.slice(-12)))

describe('where reading begins again (flow D)', () => {
  it.each([
    ['nothing is known: 90 days back', [], '2026-08-25T01:00:00.000Z'],
    ['all are settled: a little before the newest', [recordOf(2, { issuedAt: at(22) })], at(22, '00:55:00.000')],
    [
      'one is still open: a little before the oldest such',
      [
        recordOf(3, { issuedAt: at(22) }),
        recordOf(2, { issuedAt: at(21), state: 'pending' }),
        recordOf(1, { issuedAt: at(20) }),
      ],
      at(21, '00:55:00.000'),
    ],
    [
      'one is open for ever: 90 days back at most',
      [recordOf(1, { issuedAt: at(1), state: 'pending' })],
      at(1, '00:55:00.000'),
    ],
  ])('%s', (_, known, expected) => expect(findReadingStart(known, now)).toBe(expected))

  it('never before what is kept', () => {
    const forgotten = recordOf(1, { issuedAt: '2025-01-01T00:00:00.000Z', state: 'pending' })
    expect(findReadingStart([forgotten], now)).toBe('2026-08-25T01:00:00.000Z')
  })
})

describe('what a synchronisation changes', () => {
  const old = recordOf(1, { issuedAt: at(1) })
  const open = recordOf(2, { issuedAt: at(22), state: 'pending' })
  const gone = recordOf(3, { issuedAt: at(22, '02:00:00.000') })
  const known = [gone, open, old]

  it('new ones come, states change, what the server no longer has goes, and the rest stays the same object', () => {
    const used = { ...open, state: 'used' as const }
    const fresh = recordOf(4, { issuedAt: at(23) })
    const next = applyChanges(known, { asOf, since: at(22), received: [fresh, used] })
    expect(ids(next)).toEqual([4, 2, 1])
    expect(next[1]?.state).toBe('used')
    expect(next[2]).toBe(old)
    expect(applyChanges(known, { asOf, since: at(22), received: [gone, { ...open }] })[1]).toBe(open)
  })

  it('no more than 90 days and 10,000 entries are kept', () => {
    const ancient = recordOf(9, { issuedAt: '2026-08-25T00:59:59.999Z' })
    expect(applyChanges([old, ancient], { asOf, since: at(23), received: [] })).toEqual([old])
    const many = Array.from({ length: keptAtMost.entries + 5 }, (_, number) => recordOf(number))
    const kept = applyChanges([], { asOf, since: '', received: many })
    expect([kept.length, ids(kept)[0]]).toEqual([keptAtMost.entries, keptAtMost.entries + 4])
  })
})

describe('reading what is kept', () => {
  const entries = [
    recordOf(6, { issuedAt: at(23), loginId: 'WR012739', userName: '髙橋 花子', memberId: 'EJUU1', state: 'pending' }),
    recordOf(5, { issuedAt: at(22), loginId: 'CZ021017', userName: 'ﾃｽﾄ', memberId: 'EJUU2' }),
    recordOf(4, {
      issuedAt: at(22),
      loginId: 'CZ_1',
      userName: '齋藤',
      memberId: 'EJUU2',
      state: 'expired',
      issuedBy: { userId: 'EJUM9', loginId: 'WR990000', userName: '渡辺 一郎' },
    }),
    recordOf(3, {
      issuedAt: at(20),
      loginId: 'CZ021018',
      userName: 'テスト２',
      memberId: 'EJUU2',
      memberName: 'ﾎｳﾘﾂ事務所',
    }),
  ]
  const find = (conditions: HistoryConditions): number[] => ids(findKept(entries, conditions))

  it.each<[string, HistoryConditions, number[]]>([
    ['nothing asked', {}, [6, 5, 4, 3]],
    ['blanks', { query: ' 　' }, [6, 5, 4, 3]],
    ['variant characters', { query: '高橋' }, [6]],
    ['width and kana (U1)', { query: 'てすと' }, [5, 3]],
    ['several words, all of them', { query: 'テスト 021018' }, [3]],
    ['an underscore means itself', { query: '_' }, [4]],
    ['the issuer is not looked at, as on the server', { query: '発行者' }, []],
    ['member', { memberId: 'ｅｊｕｕ2' }, [5, 4, 3]],
    ['the member by name and ID, folded alike', { member: 'ほうりつ EJUU2' }, [3]],
    ['the member’s name is no condition on the user', { query: 'ホウリツ' }, []],
    ['who reissued, by name', { issuedBy: '渡邉' }, [4]],
    ['who reissued, by login ID in full width', { issuedBy: 'ｗｒ９９' }, [4]],
    ['all conditions at once', { member: 'EJUU2', issuedBy: '渡辺 wr99', state: 'expired' }, [4]],
    ['state', { state: 'expired' }, [4]],
    ['period, both ends included', { since: at(20), until: at(22) }, [5, 4, 3]],
  ])('%s', (_, query, expected) => expect(find(query)).toEqual(expected))

  it('comes in pages, newest first; the total counts all', () => {
    const first = readKeptPage(entries, { limit: 3 })
    expect(ids(first?.items ?? [])).toEqual([6, 5, 4])
    expect(first?.total).toBe(4)
    const second = readKeptPage(entries, { limit: 3, cursor: first?.nextCursor ?? '' })
    expect([ids(second?.items ?? []), second?.nextCursor]).toEqual([[3], null])
    expect(isKeptCursor(first?.nextCursor ?? '')).toBe(true)
  })

  it.each(['sealed-by-the-server', 'kept.', 'kept.e30', 'kept.!!!'])('another’s cursor is none: %s', (cursor) =>
    expect(readKeptPage(entries, { limit: 3, cursor })).toBeUndefined(),
  )
})

describe('chunks', () => {
  let count = 0
  const newName = (): string => `chunk-${(count += 1)}`
  const many = Array.from({ length: 1_000 }, (_, number) => recordOf(number))

  it('only what changed is written anew, and no small ones gather', () => {
    const first = divideAnew(new Map(), many, newName)
    expect(first.newNames).toHaveLength(Math.ceil(many.length / chunkSize))
    const changed = many.map((entry, index) => (index === 5 ? { ...entry, state: 'expired' as const } : entry))
    const second = divideAnew(first.chunks, [...changed, recordOf(1_000)], newName)
    expect([...first.chunks.keys()].filter((name) => second.chunks.has(name))).toHaveLength(3)
    expect([...second.chunks.values()].flat()).toHaveLength(1_001)
    let grown = second
    for (let number = 1_001; number < 1_300; number += 1) {
      const entries = [...grown.chunks.values()].flat()
      grown = divideAnew(grown.chunks, [...entries, recordOf(number)], newName)
      expect(grown.newNames).toHaveLength(1)
    }
    expect(grown.chunks.size).toBeLessThan(12)
  })
})

describe('what is kept, counted per day', () => {
  const entries = [
    recordOf(4, { issuedAt: '2026-11-23T15:00:00.000Z', state: 'pending' }),
    recordOf(3, { issuedAt: '2026-11-23T14:59:59.999Z', state: 'used' }),
    recordOf(2, { issuedAt: '2026-11-22T15:00:00.000Z', state: 'used' }),
    recordOf(1, { issuedAt: '2026-11-20T01:00:00.000Z', state: 'superseded' }),
  ]
  const none = { pending: 0, used: 0, expired: 0, superseded: 0 }

  it('in the days of the member’s zone, whatever the PC’s (U8), oldest first, without empty ones', () => {
    expect(summariseReissues(entries, 'Asia/Tokyo')).toEqual({
      timeZone: 'Asia/Tokyo',
      days: [
        { ...none, day: '2026-11-20', superseded: 1 },
        { ...none, day: '2026-11-23', used: 2 },
        { ...none, day: '2026-11-24', pending: 1 },
      ],
    })
    expect(summariseReissues(entries, 'America/Los_Angeles').days.map(({ day }) => day)).toEqual([
      '2026-11-19',
      '2026-11-22',
      '2026-11-23',
    ])
  })

  it('the latest 400 days', () => {
    const daily = Array.from({ length: 450 }, (_, number) =>
      recordOf(number, { issuedAt: new Date(Date.parse(asOf) - number * 86_400_000).toISOString() }),
    )
    const { days } = summariseReissues(daily, 'UTC')
    expect([days.length, days.at(-1)?.day]).toEqual([400, '2026-11-23'])
  })
})

it('waiting grows after three wrong passwords', () => {
  expect(Array.from({ length: 10 }, (_, tries) => waitAfterSeconds(tries))).toEqual([
    0, 0, 0, 5, 15, 30, 60, 60, 60, 60,
  ])
})
