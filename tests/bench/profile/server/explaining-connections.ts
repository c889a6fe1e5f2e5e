import pg from 'pg'
import { readExplained, type ExplainedStatement } from '../plans.ts'

/**
 * PostgreSQL itself tells after each statement how it was run, so that it is the server’s own, with its values, role and
 * settings, and what it writes is written. The values are left out.
 */
const settings = [
  'session_preload_libraries=auto_explain',
  'client_min_messages=notice',
  'auto_explain.log_level=notice',
  'auto_explain.log_min_duration=0',
  'auto_explain.log_analyze=on',
  'auto_explain.log_buffers=on',
  'auto_explain.log_triggers=on',
  'auto_explain.log_parameter_max_length=0',
]

/** The same database, for connections to which that is told. Only a superuser may ask for it. */
export function explainConnections(databaseUrl: string): string {
  const url = new URL(databaseUrl)
  url.searchParams.set('options', settings.map((setting) => `-c ${setting}`).join(' '))
  return url.href
}

/** Hears what is told to all connections of this process, until it is stopped: the server has its own and does not listen. */
export function hearExplained(hear: (statement: ExplainedStatement) => void): () => void {
  const original = pg.Client.prototype.emit
  Object.defineProperty(pg.Client.prototype, 'emit', {
    configurable: true,
    value(this: pg.Client, name: string, ...values: readonly unknown[]): unknown {
      const [told] = values
      if (name === 'notice' && told instanceof Object && 'message' in told) {
        const statement = readExplained(String(told.message))
        if (statement) hear(statement)
      }
      return Reflect.apply(original, this, [name, ...values])
    },
  })
  return () => void Reflect.deleteProperty(pg.Client.prototype, 'emit')
}
