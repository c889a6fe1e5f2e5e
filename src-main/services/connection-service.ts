import type { ConnectionView } from '../../src-shared/ipc/contract.ts'
import type { ApiClientPort } from '../ports/api-client-port.ts'
import type { TimerPort } from '../ports/timer-port.ts'

/** Pauses between questions to a server that is out of reach. */
const probeDelaysMs = [1_000, 2_000, 5_000, 10_000]

export interface ConnectionServiceDependencies {
  readonly probe: ApiClientPort['probe']
  readonly timer: TimerPort
  readonly onChanged: (view: ConnectionView) => void
}

export type ConnectionService = ReturnType<typeof createConnectionService>

/** Knows whether the server can be reached, from how calls go, and finds out by itself when it is back. */
export function createConnectionService({ probe, timer, onChanged }: ConnectionServiceDependencies) {
  let state: ConnectionView['state'] = 'connected'
  let stopProbing: (() => void) | undefined

  function change(to: ConnectionView['state']): void {
    if (state === to) return
    state = to
    stopProbing?.()
    stopProbing = undefined
    if (to === 'unreachable') scheduleProbe(0)
    onChanged({ state })
  }

  function scheduleProbe(attempt: number): void {
    const delayMs = probeDelaysMs[Math.min(attempt, probeDelaysMs.length - 1)] ?? 10_000
    stopProbing = timer.after(delayMs, () => {
      void probe().then((isReachable) => {
        if (state !== 'unreachable') return
        if (isReachable) change('connected')
        else scheduleProbe(attempt + 1)
      })
    })
  }

  return {
    read: (): ConnectionView => ({ state }),
    /** Tells how the last call went. */
    report: (isReachable: boolean): void => change(isReachable ? 'connected' : 'unreachable'),
    stop: (): void => stopProbing?.(),
  }
}
