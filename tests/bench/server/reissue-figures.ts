import { randomUUID } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { hash } from '@node-rs/argon2'
import { argon2Parameters, countHashThreads } from '../../../src-server/security/password-verifier.ts'
import { makeFigure, median, noRounds, quantile, type Figure, type Round } from '../figures.ts'
import { headings, nameFigure } from '../headings.ts'
import type { BenchClient } from './bench-client.ts'
import type { ServedDesk } from './bench-desk.ts'
import type { BenchData } from './fill-database.ts'
import { runClosed, runOpen } from './load.ts'

export interface ReissueOptions {
  readonly label: string
  readonly rounds: number
  /** Of one measurement. */
  readonly durationMs: number
  readonly clientCounts: readonly number[]
}

/**
 * Reissues per second against the hashes alone, with the same parameters on as many threads as the server hashes on; and
 * beside it against those on every core, which nobody reaches who shares them with the clients and the database.
 */
export async function measureThroughput(desk: ServedDesk, options: ReissueOptions): Promise<Figure[]> {
  const { label, rounds, durationMs, clientCounts } = options
  const cores = availableParallelism()
  const hashThreads = countHashThreads(cores)
  const reissue = createReissuing(desk)
  const measured = clientCounts.map((clients) => ({ clients, open: noRounds(), closed: noRounds() }))
  const onAllCores = noRounds()
  await runClosed(2, durationMs / 2, reissue)
  for (let round = 0; round < rounds; round += 1) {
    for (const { clients, open, closed } of measured) {
      // The floor before, between and after, so that a neighbour who comes or goes weighs on both sides.
      const before = await countHashes(hashThreads, durationMs / 2)
      const asked = { clients, perSecond: before, leadMs: durationMs / 4, durationMs }
      const arriving = await runOpen(asked, reissue)
      const between = await countHashes(hashThreads, durationMs / 2)
      const waiting = await runClosed(clients, durationMs, reissue)
      const after = await countHashes(hashThreads, durationMs / 2)
      open.push({ value: arriving.perSecond, floor: (before + between) / 2 })
      closed.push({ value: waiting.perSecond, floor: (between + after) / 2 })
    }
    const value = measured.at(-1)?.closed.at(-1)?.value ?? 0
    onAllCores.push({ value, floor: await countHashes(cores, durationMs / 2) })
  }
  const nameClients = (clients: number): string => `${clients} client${clients === 1 ? '' : 's'}`
  const make = (
    heading: typeof headings.reissuesOpen | typeof headings.reissuesClosed,
    row: string,
    taken: Round[],
    hasGoal: boolean,
  ) => makeFigure(nameFigure(heading, label, row), '1/s', taken, hasGoal ? { of: 'ratio', atLeast: 0.9 } : undefined)
  const last = nameClients(clientCounts.at(-1) ?? 0)
  return [
    // Whoever does not wait leaves no thread idle, however few they are.
    ...measured.map(({ clients, open }) => make(headings.reissuesOpen, nameClients(clients), open, true)),
    ...measured.map(({ clients, closed }) =>
      make(headings.reissuesClosed, nameClients(clients), closed, clients > hashThreads),
    ),
    ...(cores > hashThreads
      ? [make(headings.reissuesClosed, `${last}, by hashes on ${cores} threads`, onAllCores, false)]
      : []),
  ]
}

export interface ArrivalOptions extends Pick<ReissueOptions, 'label' | 'rounds' | 'durationMs'> {
  readonly openPerSecond: number
}

/** How long reissues take that arrive at a constant rate, and how long the event loop of the server is held up by them (R15). */
export async function measureArrivals(desk: ServedDesk, options: ArrivalOptions): Promise<Figure[]> {
  const { label, rounds, durationMs, openPerSecond } = options
  const reissue = createReissuing(desk)
  const open = { delay: noRounds(), p50: noRounds(), p95: noRounds() }
  const load = { clients: 1, perSecond: openPerSecond, leadMs: 0, durationMs }
  for (let round = 0; round < rounds; round += 1) {
    const idle = await watchWhile(desk, () => new Promise((resolve) => setTimeout(resolve, durationMs / 2)))
    let latencies: readonly number[] = []
    const busy = await watchWhile(desk, async () => {
      latencies = (await runOpen(load, reissue)).latenciesMs
    })
    const hashMs = await timeHash()
    open.delay.push({ value: busy, floor: idle })
    open.p50.push({ value: median(latencies), floor: hashMs })
    open.p95.push({ value: quantile(latencies, 0.95), floor: hashMs })
  }
  const name = (row: string): string => nameFigure(headings.arrivals, label, row)
  return [
    makeFigure(name('p50'), 'ms', open.p50),
    makeFigure(name('p95'), 'ms', open.p95, { of: 'value', atMost: 250 }),
    makeFigure(name('event loop delay p99'), 'ms', open.delay, { of: 'value', atMost: 20 }),
  ]
}

/**
 * Each for another operator’s own member of staff in turn, so that no two wait for the same row. False when the server
 * refused, having too much to do.
 */
export function createReissuing({
  client,
  data: { operators },
}: {
  readonly client: BenchClient
  readonly data: BenchData
}): () => Promise<boolean> {
  let turn = 0
  return async () => {
    const operator = operators[turn % operators.length] ?? operators[0]
    turn += 1
    const { status, text } = await client.ask('POST', `/api/v1/users/${operator.targetUserId}/reissues`, {
      token: operator.token,
      headers: { 'idempotency-key': randomUUID() },
      body: { temporaryPassword: `Tk7mQx${String(turn).padStart(6, '0')}Rw` },
    })
    if (status !== 201 && status !== 503) throw new Error(`reissue: ${status} ${text.slice(0, 500)}`)
    return status === 201
  }
}

export async function countHashes(hashThreads: number, durationMs: number): Promise<number> {
  const { perSecond } = await runClosed(hashThreads, durationMs, async (thread) => {
    await hash(`Tk7mQx${thread}Rw`, argon2Parameters)
  })
  return perSecond
}

async function timeHash(): Promise<number> {
  const { latenciesMs } = await runClosed(1, 100, async () => {
    await hash('Tk7mQx93Rw', argon2Parameters)
  })
  return median(latenciesMs)
}

async function watchWhile(desk: ServedDesk, act: () => Promise<void>): Promise<number> {
  const tell = await desk.watchEventLoop()
  await act()
  return (await tell()).p99Ms
}
