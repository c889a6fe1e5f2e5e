import { setTimeout as delay } from 'node:timers/promises'

export interface LoadOutcome {
  readonly perSecond: number
  readonly latenciesMs: readonly number[]
}

/** Closed model: so many clients, each asking again as soon as it is answered. What ends after the time does not count. */
export async function runClosed(
  clients: number,
  durationMs: number,
  act: (client: number) => Promise<unknown>,
): Promise<LoadOutcome> {
  const startedAt = performance.now()
  const deadline = startedAt + durationMs
  const latenciesMs: number[] = []
  let lastAt = startedAt
  const runClient = async (client: number): Promise<void> => {
    while (performance.now() < deadline) {
      const askedAt = performance.now()
      await act(client)
      const answeredAt = performance.now()
      // The one that runs over the end counts with its time, so that few slow acts are not lost.
      latenciesMs.push(answeredAt - askedAt)
      lastAt = Math.max(lastAt, answeredAt)
    }
  }
  await Promise.all(Array.from({ length: clients }, (_, client) => runClient(client)))
  return { perSecond: (latenciesMs.length * 1000) / (lastAt - startedAt), latenciesMs }
}

export interface OpenLoad {
  readonly clients: number
  /** Of all clients together. */
  readonly perSecond: number
  /** From when on answers count; what the first arrivals find is not what the later ones do. */
  readonly leadMs: number
  readonly durationMs: number
}

/**
 * Open model: clients that ask at a constant rate, each at a beat of its own, whatever became of what they asked before.
 * `act` tells whether it was done. What is done within `durationMs` counts, whenever it was asked for; latency counts from
 * when it was due.
 */
export async function runOpen(load: OpenLoad, act: (arrival: number) => Promise<boolean>): Promise<LoadOutcome> {
  const startedAt = performance.now()
  const isCounted = (at: number): boolean => at >= load.leadMs && at < load.leadMs + load.durationMs
  const [done, latenciesMs]: [number[], number[]] = [[], []]
  const running: Promise<void>[] = []
  for (const [arrival, dueMs] of listArrivals(load).entries()) {
    await waitUntil(startedAt + dueMs)
    const asked = act(arrival).then((isDone) => {
      const atMs = performance.now() - startedAt
      if (isDone) done.push(atMs)
      if (isDone && isCounted(dueMs)) latenciesMs.push(atMs - dueMs)
    })
    running.push(asked)
  }
  await Promise.all(running)
  return { perSecond: (done.filter(isCounted).length * 1000) / load.durationMs, latenciesMs }
}

/** Timers of whole milliseconds may be over a little early. */
async function waitUntil(at: number): Promise<void> {
  for (let restMs = at - performance.now(); restMs > 0; restMs = at - performance.now()) await delay(Math.ceil(restMs))
}

/** Spreads the beats of any number of clients unevenly, and the same in every run. */
const goldenRatio = 0.618_034

/** When each is due, in milliseconds from the start, in order. */
function listArrivals({ clients, perSecond, leadMs, durationMs }: OpenLoad): number[] {
  const beatMs = (clients * 1000) / perSecond
  const beats = Math.max(1, Math.ceil((leadMs + durationMs) / beatMs))
  return Array.from({ length: clients }, (_, client) => ((client * goldenRatio) % 1) * beatMs)
    .flatMap((phaseMs) => Array.from({ length: beats }, (_, beat) => phaseMs + beat * beatMs))
    .toSorted((a, b) => a - b)
}
