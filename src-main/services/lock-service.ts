import type { ReadIdleSeconds, WatchAway } from '../ports/power-port.ts'
import type { TimerPort } from '../ports/timer-port.ts'
import type { SessionService } from './session-service.ts'

const pollMs = 5_000
/** So much later than it was due, a poll follows a sleep (or a stopped process), of which nobody else may tell. */
const sleepMs = 60_000

export interface LockServiceDependencies {
  readonly session: Pick<SessionService, 'read' | 'lock' | 'letNobodyIn'>
  readonly timer: TimerPort
  readonly readIdleSeconds: ReadIdleSeconds
  /** Read at each poll: it may be changed while the desk is open. */
  readonly readAutoLockMinutes: () => number
  readonly watches: readonly WatchAway[]
}

export type LockService = ReturnType<typeof createLockService>

/** Locks the desk of somebody who has gone away: without input for a while, with the system’s lock, and in sleep (E40). */
export function createLockService(dependencies: LockServiceDependencies) {
  const { session, timer, readIdleSeconds, readAutoLockMinutes, watches } = dependencies
  let polledAtMs = timer.now().getTime()

  function lock(reason: 'idle' | 'system'): void {
    const { session: held, locked } = session.read()
    if (held && !locked) session.lock(reason)
    // SECURITY: S-16. A password may have been entered just before, and its answer still be on the way.
    else if (reason === 'system') session.letNobodyIn()
  }

  function poll(): void {
    const nowMs = timer.now().getTime()
    const sleptMs = nowMs - polledAtMs - pollMs
    polledAtMs = nowMs
    if (sleptMs >= sleepMs) lock('system')
    else if (readIdleSeconds() >= readAutoLockMinutes() * 60) lock('idle')
    stopPolling = timer.after(pollMs, poll)
  }

  let stopPolling = timer.after(pollMs, poll)
  const stops = watches.map((watch) => watch(() => lock('system')))

  return {
    stop(): void {
      stopPolling()
      for (const stop of stops) stop()
    },
  }
}
