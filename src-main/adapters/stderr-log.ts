import type { LogPort } from '../ports/log-port.ts'
import { formatLogLine } from '../security/redact-log.ts'

/** One line of JSON for each event, on standard error: for whoever develops the app. */
export function createStderrLog(): LogPort {
  const write =
    (level: string): LogPort['info'] =>
    (event, facts) =>
      void process.stderr.write(`${formatLogLine(level, new Date().toISOString(), event, facts)}\n`)
  return { info: write('info'), warn: write('warn') }
}
