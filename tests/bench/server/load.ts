import { setTimeout as delay } from 'node:timers/promises'

export interface LoadOutcome {
  readonly perSecond: number
  readonly latenciesMs: readonly number[]
}

/** Closed model: so many clients, each asking again as soon as it is answered. What ends after the time does not count. */
export async function runClosed(
  clients: number,
  durationMs: number,
  act: (client: number) => Promise<void>,
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

/** Open model: an arrival every 1/rate seconds, whatever became of the others. Latency counts from when it was due. */
export async function runOpen(
  perSecond: number,
  durationMs: number,
  act: (arrival: number) => Promise<void>,
): Promise<LoadOutcome> {
  const startedAt = performance.now()
  const arrivals = Math.max(1, Math.round((perSecond * durationMs) / 1000))
  const latenciesMs: number[] = []
  const running: Promise<void>[] = []
  for (let arrival = 0; arrival < arrivals; arrival += 1) {
    const dueAt = startedAt + (arrival * 1000) / perSecond
    await delay(Math.max(0, dueAt - performance.now()))
    running.push(act(arrival).then(() => void latenciesMs.push(performance.now() - dueAt)))
  }
  await Promise.all(running)
  return { perSecond: (arrivals * 1000) / (performance.now() - startedAt), latenciesMs }
}
