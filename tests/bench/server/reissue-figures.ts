import { randomUUID } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { hash } from '@node-rs/argon2'
import { argon2Parameters, countHashThreads } from '../../../src-server/security/password-verifier.ts'
import { makeFigure, median, noRounds, quantile, type Figure } from '../figures.ts'
import type { BenchDesk } from './bench-desk.ts'
import type { BenchOperator } from './fill-database.ts'
import { runClosed, runOpen } from './load.ts'

export interface ThroughputOptions {
  readonly label: string
  readonly rounds: number
  readonly durationMs: number
  readonly clientCounts: readonly number[]
}

export interface ReissueOptions extends ThroughputOptions {
  readonly openPerSecond: number
}

/**
 * Reissues per second against the hashes alone, with the same parameters on as many threads as the server hashes on; and
 * beside it against those on every core, which nobody reaches who shares them with the clients and the database. The goal is
 * for more clients than threads: fewer leave a thread idle while a request is on its way.
 */
export async function measureThroughput(desk: BenchDesk, options: ThroughputOptions): Promise<Figure[]> {
  const { label, rounds, durationMs, clientCounts } = options
  const cores = availableParallelism()
  const hashThreads = countHashThreads(cores)
  const reissue = createReissuing(desk)
  const measured = clientCounts.map((clients) => ({ clients, rounds: noRounds(), onAllCores: noRounds() }))
  await runClosed(2, durationMs / 2, reissue)
  for (let round = 0; round < rounds; round += 1) {
    for (const { clients, rounds: own, onAllCores } of measured) {
      // The floor before and after, so that a neighbour who comes or goes weighs on both sides.
      const before = await countHashes(hashThreads, durationMs / 2)
      const { perSecond } = await runClosed(clients, durationMs, reissue)
      const after = await countHashes(hashThreads, durationMs / 2)
      own.push({ value: perSecond, floor: (before + after) / 2 })
      onAllCores.push({ value: perSecond, floor: await countHashes(cores, durationMs / 2) })
    }
  }
  return measured.flatMap(({ clients, rounds: own, onAllCores }) => {
    const name = `reissues, ${clients} client${clients === 1 ? '' : 's'} at once, ${label}`
    const goal = clients > hashThreads ? ({ of: 'ratio', atLeast: 0.9 } as const) : undefined
    const figures = [makeFigure(`${name}, by hashes on ${nameThreads(hashThreads)}`, '1/s', own, goal)]
    return cores === hashThreads
      ? figures
      : [...figures, makeFigure(`${name}, by hashes on ${nameThreads(cores)}`, '1/s', onAllCores)]
  })
}

const nameThreads = (count: number): string => `${count} thread${count === 1 ? '' : 's'}`

/** How long reissues take that arrive at a constant rate, and how long the event loop of the server is held up by them (R15). */
export async function measureArrivals(desk: BenchDesk, options: ReissueOptions): Promise<Figure[]> {
  const { label, rounds, durationMs, openPerSecond } = options
  const reissue = createReissuing(desk)
  const open = { delay: noRounds(), p50: noRounds(), p95: noRounds() }
  for (let round = 0; round < rounds; round += 1) {
    const idle = await watchWhile(desk, () => new Promise((resolve) => setTimeout(resolve, durationMs / 2)))
    let latencies: readonly number[] = []
    const busy = await watchWhile(desk, async () => {
      latencies = (await runOpen(openPerSecond, durationMs, reissue)).latenciesMs
    })
    const hashMs = await timeHash()
    open.delay.push({ value: busy, floor: idle })
    open.p50.push({ value: median(latencies), floor: hashMs })
    open.p95.push({ value: quantile(latencies, 0.95), floor: hashMs })
  }
  const atRate = `${openPerSecond} reissues/s arriving`
  return [
    makeFigure(`reissue p50, ${atRate}, ${label}`, 'ms', open.p50),
    makeFigure(`reissue p95, ${atRate}, ${label}`, 'ms', open.p95, { of: 'value', atMost: 250 }),
    makeFigure(`event loop delay p99, ${atRate}, ${label}`, 'ms', open.delay, { of: 'value', atMost: 20 }),
  ]
}

/** Each for another operator’s own member of staff in turn, so that no two wait for the same row. */
export function createReissuing({ client, data: { operators } }: BenchDesk): (turn: number) => Promise<void> {
  let turn = 0
  return async () => {
    const operator: BenchOperator = operators[turn % operators.length] ?? operators[0]
    turn += 1
    await client.call(201, 'POST', `/api/v1/users/${operator.targetUserId}/reissues`, {
      token: operator.token,
      headers: { 'idempotency-key': randomUUID() },
      body: { temporaryPassword: `Tk7mQx${String(turn).padStart(6, '0')}Rw` },
    })
  }
}

async function countHashes(hashThreads: number, durationMs: number): Promise<number> {
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

async function watchWhile(desk: BenchDesk, act: () => Promise<void>): Promise<number> {
  const tell = await desk.watchEventLoop()
  await act()
  return (await tell()).p99Ms
}
