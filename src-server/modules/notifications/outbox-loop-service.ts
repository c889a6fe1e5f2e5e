import type { DeliveryLog, OutboxDeliveryService } from './outbox-delivery-service.ts'

export interface OutboxLoopOptions {
  readonly delivery: OutboxDeliveryService
  readonly log: DeliveryLog
  /** Resolves after so many milliseconds, or rejects when the signal says to stop; `setTimeout` of node:timers/promises. */
  readonly wait: (delayMs: number, signal: AbortSignal) => Promise<unknown>
}

export interface OutboxLoop {
  /** Takes nothing new, and lets mails that are on their way arrive; what takes longer than `graceMs` is broken off. */
  stop(graceMs: number): Promise<void>
}

const pauseMs = 2000
/** When the mail server or the database cannot be reached; a server that is down is not helped by being asked. */
const longPauseMs = 60_000

/** Looks into the outbox every few seconds, from now until it is stopped. */
export function startOutboxLoop({ delivery, log, wait }: OutboxLoopOptions): OutboxLoop {
  const stopping = new AbortController()
  const breakingOff = new AbortController()

  const deliver = async (): Promise<number> => {
    try {
      const { isUnreachable } = await delivery.deliverDue(stopping.signal, breakingOff.signal)
      return isUnreachable ? longPauseMs : pauseMs
    } catch (error) {
      log.warn({ code: codeOf(error) }, 'the outbox cannot be read')
      return longPauseMs
    }
  }
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const delayMs = await deliver()
      // A stop ends the pause by rejecting it.
      if (!stopping.signal.aborted) await wait(delayMs, stopping.signal).catch(() => {})
    }
  }
  const running = run()

  return {
    async stop(graceMs) {
      stopping.abort()
      const cutOff = setTimeout(() => breakingOff.abort(), graceMs)
      await running
      clearTimeout(cutOff)
    },
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
