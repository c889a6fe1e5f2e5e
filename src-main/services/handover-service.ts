import type { HandoverKind } from '../../src-shared/api/handover-kinds.ts'
import type { ReissueRecord } from '../../src-shared/api/reissues.ts'
import { describeError } from '../../src-shared/errors/catalogue.ts'
import type { ErrorKind } from '../../src-shared/errors/error-kind.ts'
import type { LogPort } from '../ports/log-port.ts'
import type { TimerPort } from '../ports/timer-port.ts'
import { codeOf } from './session-policy.ts'
import type { SessionService } from './session-service.ts'

/** Pauses before it is tried again; the last one from then on. */
export const handoverRetryMs = [5_000, 15_000, 60_000, 300_000] as const

export interface HandoverDependencies {
  readonly session: Pick<SessionService, 'call'>
  readonly timer: TimerPort
  /** The server has noted it. */
  readonly onRecorded: (record: ReissueRecord) => void
  readonly log: LogPort
}

interface Handover {
  readonly reissueId: string
  readonly kind: HandoverKind
}

export type HandoverService = ReturnType<typeof createHandoverService>

/**
 * Tells the server how temporary passwords of this session were handed over: never any of their characters, each way once.
 * Nobody waits for it, and nothing fails because of it; what could not be told when the session ends is forgotten.
 */
export function createHandoverService({ session, timer, onRecorded, log }: HandoverDependencies) {
  const ours = new Set<string>()
  /** Noted before, whether the server knows already or not. */
  const noted = new Set<string>()
  let waiting: readonly Handover[] = []
  let isSending = false
  let failures = 0
  let stopRetry = (): void => undefined
  /** Every end of a session begins another one. */
  let period = 0

  const remove = (done: Handover): void => {
    waiting = waiting.filter((handover) => handover !== done)
  }

  async function send(handover: Handover, inPeriod: number): Promise<void> {
    const { reissueId, kind } = handover
    const options = { isBackground: true }
    const record = await session.call('recordHandover', { params: { reissueId }, body: { kind } }, options)
    if (period !== inPeriod) return
    remove(handover)
    failures = 0
    onRecorded(record)
  }

  /** One after the other, in the order in which they happened; the first that does not get through makes all wait. */
  async function sendAll(): Promise<void> {
    const inPeriod = period
    stopRetry()
    if (isSending) return
    isSending = true
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      try {
        await send(next, inPeriod)
      } catch (error) {
        if (period !== inPeriod) break
        const code = codeOf(error) ?? 'app_error'
        log.warn('handover was not recorded', { code })
        if (!isRefusal(describeError(code).kind)) {
          retryLater()
          break
        }
        remove(next)
      }
      if (period !== inPeriod) break
    }
    isSending = false
    // Another session has begun meanwhile, and noted something.
    if (period !== inPeriod && waiting.length > 0) await sendAll()
  }

  function retryLater(): void {
    const delayMs = handoverRetryMs[Math.min(failures, handoverRetryMs.length - 1)] ?? 0
    failures += 1
    stopRetry = timer.after(delayMs, () => void sendAll())
  }

  return {
    /** A reissue was just made here: how it is handed over may be noted from now on. */
    noteReissue: (reissueId: string): void => void ours.add(reissueId),

    /** It was handed over that way; false, and nothing more, when this session has not made it. Never throws. */
    note(reissueId: string, kind: HandoverKind): boolean {
      if (!ours.has(reissueId)) return false
      const name = `${reissueId} ${kind}`
      if (noted.has(name)) return true
      noted.add(name)
      waiting = [...waiting, { reissueId, kind }]
      void sendAll()
      return true
    },

    /** The server can be reached again, or the desk was unlocked. */
    noteReconnected: (): void => {
      if (waiting.length > 0) void sendAll()
    },

    /** Nobody is logged in any more. */
    forget(): void {
      period += 1
      stopRetry()
      ours.clear()
      noted.clear()
      waiting = []
      failures = 0
    },
  }
}

/** The server looked at it and will not have it: asking again changes nothing. */
const isRefusal = (kind: ErrorKind): boolean => ['validation', 'authorization', 'not_found', 'conflict'].includes(kind)
