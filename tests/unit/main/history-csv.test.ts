import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvColumns, csvWords } from '../../../src-main/services/history-csv-words.ts'
import { createHistoryCsv, disarm, writeRow } from '../../../src-main/services/history-csv.ts'
import { handoverKinds } from '../../../src-shared/api/handover-kinds.ts'
import { recordOf } from '../../support/offline-desk.ts'

const record = recordOf(1, {
  loginId: 'CZ021017',
  userId: 'EJUM128951TST0020001',
  userName: '髙橋 "花子"',
  memberId: 'EJUU128951TST0020000',
  memberName: 'テスト,法律事務所',
  issuedBy: { userId: 'EJUM1', loginId: 'WR012739', userName: '渡邉' },
  issuedAt: '2026-11-23T01:15:00.000Z',
  expiresAt: '2026-11-24T14:59:59.999Z',
  usedAt: '2026-11-23T15:00:00.000Z',
  supersededAt: undefined,
  state: 'used',
  handovers: [
    { kind: 'copied', at: '2026-11-23T01:16:00.000Z' },
    { kind: 'confirmed', at: '2026-11-23T01:18:00.000Z' },
  ],
  verificationId: 'a verification',
  origin: 'edited',
  note: '=1+1\n2行目',
  timeZone: 'Asia/Tokyo',
})

const read = (text: string): string[][] => parse(text, { bom: true, record_delimiter: '\r\n' })
/** Said here once more, in another way than the code does. */
const formulaStarts = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']

describe('the history as CSV', () => {
  it('begins with the byte-order mark, ends every line with CRLF, and quotes every cell (RFC 4180)', () => {
    const csv = createHistoryCsv({ language: 'en', isKept: false })
    const text = csv.head + csv.writeRows([record], null)
    expect(text.startsWith('\uFEFF"Reissued","Valid until","Login ID"')).toBe(true)
    expect(text.endsWith('"\r\n')).toBe(true)
    expect(text).toContain('"髙橋 ""花子"""')
  })

  it('says everything in Japanese, the instants in the zone of the member (U8)', () => {
    const csv = createHistoryCsv({ language: 'ja', isKept: false })
    const [head = [], row = []] = read(csv.head + csv.writeRows([record], null))
    expect(Object.fromEntries(head.map((name, index) => [name, row[index]]))).toEqual({
      再発行日時: '2026-11-23 10:15:00',
      有効期限: '2026-11-24 23:59:59',
      ログインID: 'CZ021017',
      ユーザーID: 'EJUM128951TST0020001',
      ユーザー名: '髙橋 "花子"',
      会員ID: 'EJUU128951TST0020000',
      会員名: 'テスト,法律事務所',
      発行者のログインID: 'WR012739',
      発行者名: '渡邉',
      状態: '使用済み',
      使用日時: '2026-11-24 00:00:00',
      失効日時: '',
      受け渡し: 'コピー、受け取り確認',
      本人確認: 'あり',
      仮パスワードの決め方: '手入力',
      メモ: "'=1+1\n2行目",
      タイムゾーン: 'Asia/Tokyo',
    })
  })

  it('from the copy, it says as of when in a last column', () => {
    const csv = createHistoryCsv({ language: 'en', isKept: true })
    const text = csv.head + csv.writeRows([{ ...record, timeZone: 'America/Los_Angeles' }], '2026-11-23T03:00:00.000Z')
    const [head = [], row = []] = read(text)
    expect([head.at(-1), row.at(-1), row[0]]).toEqual(['As of', '2026-11-22 19:00:00', '2026-11-22 17:15:00'])
  })

  it('has different words for everything in both languages, and no column twice', () => {
    for (const words of Object.values(csvWords)) {
      expect(new Set(Object.values(words.headers)).size).toBe(csvColumns.length)
      expect(new Set(Object.values(words.states)).size).toBe(4)
      expect(new Set(Object.values(words.handovers)).size).toBe(handoverKinds.length)
    }
  })

  it('gives back any cells, but for the apostrophe before what a spreadsheet would take for a formula', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc
        .tuple(
          fc.constantFrom(...formulaStarts, '=\u0338', ' =', '　＝', '\u00A0+', '"=', ',', ';', '\r\n'),
          fc.string(),
        )
        .map(([start, rest]) => start + rest),
    )
    const rows = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(rows, (cells) => {
        const back = read(cells.map(writeRow).join(''))
        expect(back).toEqual(cells.map((row) => row.map(disarm)))
        for (const text of back.flat()) {
          expect(formulaStarts.some((start) => text.trimStart().startsWith(start) || text.startsWith(start))).toBe(
            false,
          )
        }
      }),
      { numRuns: 300 },
    )
  })

  it.each(['\u0000=1', '\u200B=1', '\uFEFF+1', '\u202E@1', ' \u0001-1'])(
    'S-29: %j is disarmed, for programs that drop what cannot be seen',
    (cell) => expect(disarm(cell)).toBe(`'${cell}`),
  )

  it.each(['', 'a=b', '2026-11-23', 'WR-1', "'", '１', '"=1"'])('%j stays as it is', (cell) =>
    expect(disarm(cell)).toBe(cell),
  )
})
