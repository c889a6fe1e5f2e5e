import type { CompiledQuery } from 'kysely'
import { selectPage, selectShownPage, selectUsers } from '../../../src-server/modules/users/user-search-query.ts'
import type { UserSearch } from '../../../src-server/modules/users/user-search.ts'
import { makeFigure, median, quantile, type Figure, type Round } from '../figures.ts'
import type { BenchDesk } from './bench-desk.ts'

/** Latin, digits, one to four kanji, kana of three kinds, no hit, and a sign that SQL would read as a wildcard. */
export const searchedWords: readonly (readonly ['userId' | 'loginId' | 'userName', string])[] = [
  ['userName', 'smith'],
  ['userName', 'an'],
  ['loginId', 'wr0'],
  ['loginId', '9912'],
  ['userId', '0001234'],
  ['userName', '高'],
  ['userName', '髙橋'],
  ['userName', '佐々木'],
  ['userName', '勅使河原'],
  ['userName', 'タナカ'],
  ['userName', 'ｽｽﾞｷ'],
  ['userName', 'さくら'],
  ['userName', '畑中'],
  ['userName', 'zzqq'],
  ['userName', '100%'],
]

/** Whose search: over all members, or within their own. */
export const askers = ['helpdesk', 'administrator'] as const
export type Asker = (typeof askers)[number]

export interface SearchOptions {
  readonly asker: Asker
  readonly label: string
  readonly rounds: number
  readonly repeats: number
}

export interface SearchOutcome {
  readonly figures: readonly Figure[]
  /** Milliseconds over HTTP by round, to compare sizes with. */
  readonly p50Rounds: readonly number[]
}

/** Every word, over HTTP and by the same statements through the driver in this process, in turns. */
export async function measureSearch(
  desk: BenchDesk,
  { asker, label, rounds, repeats }: SearchOptions,
): Promise<SearchOutcome> {
  const p50: Round[] = []
  const p95: Round[] = []
  const searches = await prepareSearches(desk, asker)
  await searchAll(desk, searches, 1)
  for (let round = 0; round < rounds; round += 1) {
    const { http, driver } = await searchAll(desk, searches, repeats)
    p50.push({ value: median(http), floor: median(driver) })
    p95.push({ value: quantile(http, 0.95), floor: quantile(driver, 0.95) })
  }
  return {
    figures: [
      makeFigure(`search p50, ${asker}, ${label}`, 'ms', p50, { of: 'ratio', atMost: 2 }),
      makeFigure(`search p95, ${asker}, ${label}`, 'ms', p95, { of: 'value', atMost: 50 }),
    ],
    p50Rounds: p50.map(({ value }) => value),
  }
}

interface PreparedSearch {
  readonly token: string
  readonly path: string
  /** What the server sends to the database for it, one after the other. */
  readonly statements: readonly CompiledQuery[]
}

async function prepareSearches({ data, database: { db } }: BenchDesk, asker: Asker): Promise<PreparedSearch[]> {
  const [operator] = data.operators
  const prepared: PreparedSearch[] = []
  for (const [field, word] of searchedWords) {
    const search: UserSearch = {
      scope: asker === 'helpdesk' ? 'all-members' : { memberId: operator.memberId },
      conditions: { [field]: word },
      sort: 'userId',
      limit: 50,
      at: new Date(),
    }
    const path = `/api/v1/users?${field}=${encodeURIComponent(word)}&limit=50`
    if (asker === 'helpdesk') {
      const statements = [selectShownPage(search, undefined).compile(db)]
      prepared.push({ token: data.helpdesk.token, path, statements })
      continue
    }
    const page = selectPage(search, undefined)
    const found = (await page.execute(db)).rows.slice(0, search.limit)
    const rows = found.length === 0 ? [] : [selectUsers(found, search.at).compile(db)]
    prepared.push({ token: operator.token, path, statements: [page.compile(db), ...rows] })
  }
  return prepared
}

async function searchAll(
  { client, database: { db } }: BenchDesk,
  searches: readonly PreparedSearch[],
  repeats: number,
): Promise<{ http: number[]; driver: number[] }> {
  const [http, driver]: [number[], number[]] = [[], []]
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    for (const { token, path, statements } of searches) {
      http.push(await time(() => client.call(200, 'GET', path, { token })))
      driver.push(
        await time(async () => {
          for (const statement of statements) await db.executeQuery(statement)
        }),
      )
    }
  }
  return { http, driver }
}

/** Milliseconds. */
export async function time(act: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await act()
  return performance.now() - startedAt
}
