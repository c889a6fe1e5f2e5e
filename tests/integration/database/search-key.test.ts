import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { foldSearchText, foldTable } from '../../../src-shared/domain/search-text.ts'
import type { OpenDatabase } from '../../../src-server/database/open-database.ts'
import { databaseKinds, startTestDatabases, type TestDatabases } from '../../support/test-database.ts'

/** Written and searched forms that must be one and the same key. */
const samePairs = [
  ...'髙橋=高橋 齋藤=斎藤 齊藤=斎藤 斉藤=斎藤 ﾃｽﾄ=テスト ﾃｽﾄ=てすと テスト=てすと 𠮷田=吉田 渡邊=渡辺 渡邉=渡辺 山﨑=山崎 濱田=浜田 櫻井=桜井 澤田=沢田 廣瀨=広瀬 國本=国本 嶋田=島田 眞鍋=真鍋'.split(
    ' ',
  ),
  ...'WR012739=wr012739 ＷＲ０１２７３９=wr012739 Ｋｅｎ=ken ｶﾞﾙｼｱ=がるしあ ｳﾞｧﾝ=ヴァン ㈱=(株) ①=1 ⑳=20 ㍿=株式会社 ｰ=ー ﾊﾟﾝ=ぱん パン=ぱん ㌔=きろ Ⅳ=iv ﬁ=fi ｢=「 ＠=@ ／=/ １００％=100% ＿=_ ＼=\\'.split(
    ' ',
  ),
  'テスト テスト=てすとてすと',
  'テスト　テスト=テストテスト',
  'a\u00a0b=ab',
  'a\tb=ab',
  'A\u2003B=ab',
  'a\ufeffb=ab',
  'a\u2028b=ab',
  'スーパー=すーぱー',
  'ｽｰﾊﾟｰ=すーぱー',
  'スーパー=す-ぱ-',
  '1‐2=1-2',
  '1–2=1-2',
  '1—2=1-2',
  '1－2=1-2',
  '1〜2=1~2',
  '１～２=1-2',
  'ÉCOLE=école',
  'MÜLLER=müller',
  'Ж=ж',
  'ÅNGSTRÖM=ångström',
  '\u212b=å',
  'Ｇarcia=garcia',
  'İ=i\u0307',
  'がぎぐ=か\u3099き\u3099く\u3099',
  'ヽヾ=ゝゞ',
].map((pair) => {
  const [written = '', searched = ''] = pair.split(/=(.*)/su)
  return { written, searched }
})

/** Forms that must stay apart. */
const differentPairs = ['は=ば', 'つ=っ', 'や=ゃ', '高=島', 'o=0', 'l=1', 'a=b', '%=_', 'か=が', '斎=済'].map((pair) =>
  pair.split('='),
)

const folded = [...foldTable].map(([written, searched]) => ({ written: `前${written}後`, searched: `前${searched}後` }))

describe.each(databaseKinds)('the fold of searches in SQL (%s)', (kind) => {
  let databases: TestDatabases
  let database: OpenDatabase

  beforeAll(async () => {
    databases = await startTestDatabases(kind)
    database = await databases.open()
  })
  afterAll(async () => {
    await database?.close()
    await databases?.stop()
  })

  const foldAll = async (texts: readonly string[]): Promise<string[]> => {
    const { rows } = await sql<{
      key: string
    }>`select search_key(text) as key from unnest(${texts}::text[]) with ordinality as given (text, place)
      order by place`.execute(database.db)
    return rows.map(({ key }) => key)
  }

  it(`makes one key of ${samePairs.length + folded.length} pairs of written and searched forms (U1, U2)`, async () => {
    const pairs = [...samePairs, ...folded].filter(({ written }) => written !== 'İ')
    expect(pairs.length).toBeGreaterThanOrEqual(100)
    const written = await foldAll(pairs.map((pair) => pair.written))
    const searched = await foldAll(pairs.map((pair) => pair.searched))
    const apart = pairs.filter((_, index) => written[index] !== searched[index])
    expect(apart).toEqual([])
  })

  it('agrees with the fold in TypeScript, and is idempotent', async () => {
    const texts = [...samePairs, ...folded]
      .flatMap(({ written, searched }) => [written, searched])
      .filter((text) => text !== 'İ')
    const inSql = await foldAll(texts)
    expect(texts.filter((text, index) => foldSearchText(text) !== inSql[index])).toEqual([])
    expect(await foldAll(inSql)).toEqual(inSql)
  })

  it('keeps different letters apart', async () => {
    for (const pair of differentPairs) {
      const [left, right] = await foldAll(pair)
      expect(left, pair.join(' and ')).not.toBe(right)
    }
  })
})
