import type { ConnectionView } from '../../src-shared/ipc/server-schema.ts'
import type { Heard, ProbeAnswer } from '../ports/server-probe-port.ts'
import type { TimerPort } from '../ports/timer-port.ts'

/** How long things take, in milliseconds. With the beat before it, a silence of `slowAfterMs` is shown within 5 s (R14). */
export interface ConnectionLimits {
  /** Between two heartbeats: while somebody looks, while nobody does and all is well, while nobody does and it is not. */
  readonly focusedBeatMs: number
  readonly restingBeatMs: number
  readonly worriedBeatMs: number
  /** Without an answer for so long the server is slow. */
  readonly slowAfterMs: number
}

export const connectionLimits: ConnectionLimits = {
  focusedBeatMs: 2_500,
  restingBeatMs: 30_000,
  worriedBeatMs: 5_000,
  slowAfterMs: 2_000,
}
/** Measured to a second or so; less of a change is noise. */
const skewStepMs = 5_000

export interface ConnectionServiceDependencies {
  readonly probe: () => Promise<ProbeAnswer>
  readonly timer: TimerPort
  /** Nothing is asked before a server has been chosen and, if it is the embedded one, has started. */
  readonly hasServer: () => boolean
  readonly isWindowFocused: () => boolean
  readonly onChanged: (view: ConnectionView) => void
  readonly limits?: ConnectionLimits
}

export type ConnectionService = ReturnType<typeof createConnectionService>

const unheard: ConnectionView = { state: 'connected', reason: null, since: null, clockSkewMs: null }

/**
 * Knows how the server can be reached: from one heartbeat, `GET /healthz`, and from how calls go. It finds out by itself when
 * the server is gone and when it is back.
 */
export function createConnectionService(dependencies: ConnectionServiceDependencies) {
  const { probe, timer, hasServer, isWindowFocused, onChanged, limits = connectionLimits } = dependencies
  const { focusedBeatMs, restingBeatMs, worriedBeatMs, slowAfterMs } = limits
  let view = unheard
  let stopBeating: (() => void) | undefined
  let lastProbeAtMs = Number.NEGATIVE_INFINITY
  let isAsking = false
  /** Rises when another server is chosen: what is heard of the one before counts no more. */
  let turn = 0

  function become(next: Pick<ConnectionView, 'state' | 'reason'>, clockSkewMs = view.clockSkewMs): void {
    const isSame = next.state === view.state && next.reason === view.reason
    const isNoise = Math.abs((clockSkewMs ?? 0) - (view.clockSkewMs ?? 0)) < skewStepMs
    const isFirst = view.since === null
    const since = isSame && !isFirst ? view.since : timer.now().toISOString()
    view = { ...next, since, clockSkewMs: isNoise && view.clockSkewMs !== null ? view.clockSkewMs : clockSkewMs }
    if (!isSame || !isNoise || isFirst) onChanged(view)
  }

  function take(answer: ProbeAnswer): void {
    if (!answer.isReachable) return become({ state: 'unreachable', reason: answer.reason })
    const isSlow = answer.roundTripMs >= slowAfterMs
    return become({ state: isSlow ? 'slow' : 'connected', reason: null }, answer.clockSkewMs ?? undefined)
  }

  async function ask(): Promise<void> {
    if (isAsking || !hasServer()) return
    const asked = turn
    isAsking = true
    lastProbeAtMs = timer.now().getTime()
    const stopWaiting = timer.after(slowAfterMs, () => {
      if (asked === turn && view.state !== 'unreachable') become({ state: 'slow', reason: 'no_answer' })
    })
    const answer = await probe()
    stopWaiting()
    if (asked !== turn) return
    isAsking = false
    take(answer)
  }

  function beat(): void {
    stopBeating = timer.after(focusedBeatMs, beat)
    const restMs = view.state === 'connected' ? restingBeatMs : worriedBeatMs
    const pauseMs = isWindowFocused() ? focusedBeatMs : restMs
    if (timer.now().getTime() - lastProbeAtMs >= pauseMs) void ask()
  }

  return {
    read: (): ConnectionView => view,

    /** Begins to listen for the server, unless it does already; what calls have told until then stays true. */
    start(): void {
      if (!stopBeating) beat()
    },

    /** Another server was chosen, of which nothing is known yet. */
    startAnew(): void {
      turn += 1
      isAsking = false
      lastProbeAtMs = Number.NEGATIVE_INFINITY
      stopBeating?.()
      if (view !== unheard) {
        view = unheard
        onChanged(view)
      }
      beat()
    },

    /** Tells how a call went. What it failed of is shown at once, but for a long wait: one slow answer is not a lost server. */
    report(heard: Heard): void {
      if (heard.isReachable) {
        if (view.state === 'unreachable') become({ state: 'connected', reason: null })
        return
      }
      if (heard.reason !== 'no_answer') become({ state: 'unreachable', reason: heard.reason })
      void ask()
    },

    stop(): void {
      turn += 1
      stopBeating?.()
    },
  }
}
