import { setTimeout as waitFor } from 'node:timers/promises'
import type { TimerPort } from '../ports/timer-port.ts'

export const systemTimer: TimerPort = {
  now: () => new Date(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
  wait: (delayMs) => waitFor(delayMs),
}
