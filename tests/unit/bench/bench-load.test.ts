import { describe, expect, it } from 'vitest'
import { runClosed, runOpen } from '../../bench/server/load.ts'

describe('the open model', () => {
  it('asks however slow the answers are, and counts latency from when each was due, after the lead', async () => {
    const asked: number[] = []
    let answer = (_isDone: boolean): void => {}
    const answered = new Promise<boolean>((resolve) => (answer = resolve))
    const load = { clients: 3, perSecond: 300, leadMs: 20, durationMs: 20 }
    const { latenciesMs } = await runOpen(load, (arrival) => {
      asked.push(arrival)
      // Nobody is answered before the last one has asked.
      if (arrival === 11) answer(true)
      return answered
    })
    expect(asked).toEqual(Array.from({ length: 12 }, (_, arrival) => arrival))
    expect(latenciesMs).toHaveLength(6)
    expect(Math.min(...latenciesMs)).toBeGreaterThan(0)
  })

  it('does not count what was refused', async () => {
    const load = { clients: 1, perSecond: 1000, leadMs: 0, durationMs: 10 }
    expect(await runOpen(load, async () => false)).toEqual({ perSecond: 0, latenciesMs: [] })
  })
})

it('the closed model asks again when it is answered, with as many at once as there are clients', async () => {
  let [running, most] = [0, 0]
  const { latenciesMs } = await runClosed(3, 10, async () => {
    running += 1
    most = Math.max(most, running)
    await new Promise((resolve) => setImmediate(resolve))
    running -= 1
  })
  expect(most).toBe(3)
  expect(latenciesMs.length).toBeGreaterThanOrEqual(3)
})
