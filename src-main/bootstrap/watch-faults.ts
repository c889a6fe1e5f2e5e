import type { LogFacts, LogPort } from '../ports/log-port.ts'

/** The part of `process` that tells of faults nobody has caught. */
export interface FaultSource {
  on(event: 'uncaughtException' | 'unhandledRejection', listener: (fault: unknown) => void): unknown
}

/**
 * Notes faults that nobody has caught, by name and code: a message may quote what was typed. After an exception the state of
 * the app is unknown, so it ends (`end`); a promise that nobody waited for leaves the rest as it is.
 */
export function watchFaults(source: FaultSource, log: LogPort, end: () => void): void {
  source.on('uncaughtException', (fault) => {
    log.warn('uncaught exception', describeFault(fault))
    end()
  })
  source.on('unhandledRejection', (fault) => log.warn('unhandled rejection', describeFault(fault)))
}

/** Node’s own codes (`ECONNRESET`) and those of the catalogue are names; any other value of that field is not written. */
function describeFault(fault: unknown): LogFacts {
  if (!(fault instanceof Error)) return { name: typeof fault }
  const code =
    'code' in fault && typeof fault.code === 'string' && /^\w{1,60}$/.test(fault.code) ? fault.code : undefined
  return { name: fault.name, code }
}
