import type { MemberAlertService } from './member-alert-service.ts'

export interface MemberAlertLoopOptions {
  readonly alerts: MemberAlertService
  readonly log: { warn(fields: object, message: string): void }
  /** Resolves after so many milliseconds, or rejects when the signal says to stop; `setTimeout` of node:timers/promises. */
  readonly wait: (delayMs: number, signal: AbortSignal) => Promise<unknown>
}

export interface MemberAlertLoop {
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>
}

const pauseMs = 60_000

/** Looks for members to be told once a minute, from the first minute on until it is stopped; several processes may. */
export function startMemberAlertLoop({ alerts, log, wait }: MemberAlertLoopOptions): MemberAlertLoop {
  const stopping = new AbortController()

  const look = async (): Promise<void> => {
    try {
      const members = await alerts.alertDue()
      if (members > 0) log.warn({ members }, 'verifications fail repeatedly; administrators are told')
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : 'unknown'
      log.warn({ code }, 'failed verifications cannot be looked at')
    }
  }
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      // A stop ends the pause by rejecting it.
      await wait(pauseMs, stopping.signal).catch(() => {})
      if (!stopping.signal.aborted) await look()
    }
  }
  const running = run()

  return {
    async stop() {
      stopping.abort()
      await running
    },
  }
}
