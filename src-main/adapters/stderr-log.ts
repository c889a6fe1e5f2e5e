import type { LogFacts, LogPort } from '../ports/log-port.ts'

/** One line of JSON for each event, on standard error. */
export function createStderrLog(): LogPort {
  const write = (level: string, event: string, facts: LogFacts = {}): void => {
    process.stderr.write(`${JSON.stringify({ level, at: new Date().toISOString(), event, ...facts })}\n`)
  }
  return { info: (event, facts) => write('info', event, facts), warn: (event, facts) => write('warn', event, facts) }
}
