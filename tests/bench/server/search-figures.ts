import type { CompiledQuery } from 'kysely'
import { selectPage, selectShownPage, selectUsers } from '../../../src-server/modules/users/user-search-query.ts'
import type { UserSearch } from '../../../src-server/modules/users/user-search.ts'
import { makeFigure, median, noRounds, quantile, type Figure, type Round } from '../figures.ts'
import { headings, nameFigure } from '../headings.ts'
import { strictSearchMs } from '../peers.ts'
import type { BenchDesk, ServedDesk } from './bench-desk.ts'
import { searchedWords, shortWords, type SearchedWord } from './searched-words.ts'
import { time } from './time.ts'

/** Whose search: over all members, or within their own. */
export const askers = ['helpdesk', 'administrator'] as const
export type Asker = (typeof askers)[number]

export interface SearchOptions {
  readonly label: string
  readonly rounds: number
  readonly repeats: number
}

const p50Goal = { of: 'ratio', atMost: 2 } as const
const p95Goal = { of: 'value', atMost: 20 } as const
const kindGoal = { of: 'value', atMost: strictSearchMs } as const

/** Searches over HTTP, and beside each one its statements alone in this process, one by one in turns: all words, and p95 by kind. */
export async function measureSearch(desk: BenchDesk, options: SearchOptions): Promise<readonly Figure[]> {
  const { label } = options
  const inTurns = { ...options, inARow: 1 }
  const helpdesk = await measureWords(desk, 'helpdesk', searchedWords, inTurns)
  const administrator = await measureWords(desk, 'administrator', searchedWords, inTurns)
  const short = await measureWords(desk, 'helpdesk', shortWords, inTurns)
  const measured = { helpdesk, administrator }
  return [
    ...askers.flatMap((asker) => [
      makeFigure(nameFigure(headings.search, label, `${asker}, p50`), 'ms', summarise(measured[asker], 0.5), p50Goal),
      makeFigure(nameFigure(headings.search, label, `${asker}, p95`), 'ms', summarise(measured[asker], 0.95), p95Goal),
    ]),
    ...groupByKind([...helpdesk, ...short]).map(([kind, taken]) =>
      makeFigure(nameFigure(headings.searchTail, label, kind), 'ms', summarise(taken, 0.95), p95Goal),
    ),
  ]
}

/**
 * As the peers were measured: each word many times, one request as soon as the last one is answered. In turns with single
 * statements of 1 to 35 ms on the other core the server’s side grows cold before each request.
 */
export async function measureKinds(desk: BenchDesk, options: SearchOptions): Promise<readonly Figure[]> {
  const asked = { ...options, repeats: 1, inARow: options.repeats * 2 }
  const measured = await measureWords(desk, 'helpdesk', [...searchedWords, ...shortWords], asked)
  return groupByKind(measured).map(([kind, taken]) =>
    makeFigure(nameFigure(headings.searchKinds, options.label, kind), 'ms', summarise(taken, 0.5), kindGoal),
  )
}

const groupByKind = (words: readonly MeasuredWord[]) => [...Map.groupBy(words, ({ kind }) => kind)]

/** The median over all words over HTTP, without a floor. */
export async function measureMedian({ client, data }: ServedDesk, asker: Asker, repeats: number): Promise<number> {
  const { token } = asker === 'helpdesk' ? data.helpdesk : data.operators[0]
  const times: number[] = []
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    for (const word of searchedWords) {
      times.push(await time(() => client.call(200, 'GET', pathOf(word), { token })))
    }
  }
  return median(times)
}

/** The first 50 by user ID. */
export const pathOf = ({ field, word }: SearchedWord): string =>
  `/api/v1/users?${field}=${encodeURIComponent(word)}&limit=50`

interface Sample {
  readonly ms: number
  readonly bareMs: number
}

/** One word with what it took, round by round. */
interface MeasuredWord {
  readonly kind: string
  readonly rounds: readonly (readonly Sample[])[]
}

interface WordRounds extends Pick<SearchOptions, 'rounds' | 'repeats'> {
  /** So many requests, and then the statements as often. */
  readonly inARow: number
}

async function measureWords(
  desk: BenchDesk,
  asker: Asker,
  words: readonly SearchedWord[],
  { rounds, repeats, inARow }: WordRounds,
): Promise<MeasuredWord[]> {
  const prepared = await Promise.all(words.map((word) => prepareSearch(desk, asker, word)))
  const measured = words.map(({ kind }): { kind: string; rounds: Sample[][] } => ({ kind, rounds: [] }))
  // The first round warms up.
  for (let round = 0; round <= rounds; round += 1) {
    const samples = words.map((): Sample[] => [])
    for (let repeat = 0; repeat < (round === 0 ? 1 : repeats); repeat += 1) {
      for (const [place, search] of prepared.entries())
        samples[place]?.push(...(await searchInARow(desk, search, inARow)))
    }
    if (round > 0) for (const [place, word] of measured.entries()) word.rounds.push(samples[place] ?? [])
  }
  return measured
}

/** Of all samples of a round, over HTTP and bare. */
function summarise(words: readonly MeasuredWord[], share: number): Round[] {
  const rounds = noRounds()
  for (let round = 0; round < (words[0]?.rounds.length ?? 0); round += 1) {
    const samples = words.flatMap((word) => word.rounds[round] ?? [])
    const of = (read: (sample: Sample) => number): number =>
      share === 0.5 ? median(samples.map(read)) : quantile(samples.map(read), share)
    rounds.push({ value: of(({ ms }) => ms), floor: of(({ bareMs }) => bareMs) })
  }
  return rounds
}

interface PreparedSearch {
  readonly token: string
  readonly path: string
  /** The SQL of the search, one statement after the other. */
  readonly statements: readonly CompiledQuery[]
}

async function prepareSearch({ data, db }: BenchDesk, asker: Asker, searched: SearchedWord): Promise<PreparedSearch> {
  const [operator] = data.operators
  const search: UserSearch = {
    scope: asker === 'helpdesk' ? 'all-members' : { memberId: operator.memberId },
    conditions: { [searched.field]: searched.word },
    sort: 'userId',
    limit: 50,
    at: new Date(),
  }
  const path = pathOf(searched)
  if (asker === 'helpdesk') {
    return { token: data.helpdesk.token, path, statements: [selectShownPage(search, undefined).compile(db)] }
  }
  const page = selectPage(search, undefined)
  const found = (await page.execute(db)).rows.slice(0, search.limit)
  const rows = found.length === 0 ? [] : [selectUsers(found, search.at).compile(db)]
  return { token: operator.token, path, statements: [page.compile(db), ...rows] }
}

async function searchInARow(
  { client, bare }: BenchDesk,
  { token, path, statements }: PreparedSearch,
  count: number,
): Promise<Sample[]> {
  const times: number[] = []
  for (let turn = 0; turn < count; turn += 1) times.push(await time(() => client.call(200, 'GET', path, { token })))
  const samples: Sample[] = []
  for (const ms of times) {
    const bareMs = await time(async () => {
      for (const { sql: text, parameters } of statements) await bare.search(text, parameters)
    })
    samples.push({ ms, bareMs })
  }
  return samples
}
