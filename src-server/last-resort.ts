import { describeFailure } from './plugins/request-log.ts'

export interface LastResort {
  /** Ends what runs, in order; whatever it throws is ignored. */
  readonly end: () => Promise<void>
  readonly write: (line: string) => void
  /** Ends the process; `process.exit` outside of tests. */
  readonly exit: (code: number) => void
  readonly process: Pick<NodeJS.EventEmitter, 'on'>
}

/** As long as the orderly end may take, and a little for the log. */
const endLimitMs = 10_000

/**
 * R12: what nothing has caught. One line in the log, an orderly end, exit code 1: the state of the process is unknown, so
 * the supervisor starts a new one. What comes after the first one is a consequence of it and is not told.
 */
export function installLastResort({ end, write, exit, process }: LastResort): void {
  let isEnding = false
  const fail = (kind: 'uncaught_exception' | 'unhandled_rejection') => (error: unknown) => {
    if (isEnding) return
    isEnding = true
    write(
      `${JSON.stringify({ level: 60, time: Date.now(), code: 'internal_error', kind, ...describeOrigin(error), msg: 'ending' })}\n`,
    )
    const cutOff = setTimeout(() => exit(1), endLimitMs)
    void end()
      .catch(() => {})
      .finally(() => {
        clearTimeout(cutOff)
        exit(1)
      })
  }
  process.on('uncaughtException', fail('uncaught_exception'))
  process.on('unhandledRejection', fail('unhandled_rejection'))
}

/** SECURITY: P22. Where it came from, without its message: that may quote what somebody typed. */
function describeOrigin(error: unknown): { type: string; errorCode?: string; stack: string } {
  const { type, code, stack } = describeFailure(error)
  return { type, stack, ...(code === undefined ? {} : { errorCode: code }) }
}
