import type { TimerPort } from '../../src-main/ports/timer-port.ts'

export interface ManualTimer extends TimerPort {
  /** Moves time on and runs what falls due, in order. */
  advance(byMs: number): Promise<void>
}

/** A clock that stands still until the test moves it. */
export function createManualTimer(startAt = new Date('2026-11-23T03:00:00.000Z')): ManualTimer {
  let nowMs = startAt.getTime()
  const due = new Set<{ atMs: number; run: () => void }>()
  const after = (delayMs: number, run: () => void): (() => void) => {
    const entry = { atMs: nowMs + delayMs, run }
    due.add(entry)
    return () => due.delete(entry)
  }
  return {
    now: () => new Date(nowMs),
    after,
    wait: (delayMs) => new Promise((resolve) => after(delayMs, resolve)),
    async advance(byMs) {
      const untilMs = nowMs + byMs
      for (;;) {
        await letPromisesSettle()
        const next = [...due].filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0]
        if (!next) break
        due.delete(next)
        nowMs = next.atMs
        next.run()
      }
      nowMs = untilMs
      await letPromisesSettle()
    },
  }
}

const letPromisesSettle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
