import { makeFigure, noRounds, type Figure } from '../figures.ts'
import { headings, nameFigure } from '../headings.ts'
import { takeTurns, type BenchClient } from './bench-client.ts'
import type { BenchDesk } from './bench-desk.ts'
import { runClosed } from './load.ts'
import { createReissuing } from './reissue-figures.ts'
import { pathOf } from './search-figures.ts'
import { searchedWords } from './searched-words.ts'

export interface ProcessOptions {
  readonly label: string
  readonly rounds: number
  readonly durationMs: number
  /** How many server processes. */
  readonly processes: number
}

const clients = 8

/** Reissues and searches a second of several server processes over one database, against one of them. */
export async function measureProcesses(desk: BenchDesk, options: ProcessOptions): Promise<Figure[]> {
  const { label, rounds, durationMs, processes } = options
  const others: BenchClient[] = []
  while (others.length + 1 < processes) others.push(await desk.startAnother())
  const all = takeTurns([desk.client, ...others])
  const kinds = [
    {
      row: 'reissues',
      work: (client: BenchClient) => createReissuing({ client, data: desk.data }),
      rounds: noRounds(),
    },
    { row: 'searches', work: (client: BenchClient) => createSearching(client, desk), rounds: noRounds() },
  ]
  for (const { work } of kinds) await runClosed(clients, durationMs / 2, work(all))
  for (let round = 0; round < rounds; round += 1) {
    for (const { work, rounds: taken } of kinds) {
      const one = await runClosed(clients, durationMs, work(desk.client))
      const several = await runClosed(clients, durationMs, work(all))
      taken.push({ value: several.perSecond, floor: one.perSecond })
    }
  }
  return kinds.map(({ row, rounds: taken }) => makeFigure(nameFigure(headings.processes, label, row), '1/s', taken))
}

/** The helpdesk’s, word after word. */
function createSearching(client: BenchClient, { data: { helpdesk } }: BenchDesk): () => Promise<unknown> {
  let turn = 0
  return () => {
    const word = searchedWords[turn % searchedWords.length]
    turn += 1
    if (!word) throw new Error('no words')
    return client.call(200, 'GET', pathOf(word), { token: helpdesk.token })
  }
}
