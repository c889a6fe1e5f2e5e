import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type pg from 'pg'

const mark = '/* kept */'

/**
 * Ends a statement that every connection keeps prepared, with one plan for all its parameters: for what is asked all the time
 * and found by keys whatever the parameters are. Planning takes PostgreSQL longer than running it. Never for a search, whose
 * plan depends on its words, nor for a text that grows with what is asked.
 */
export const keptPrepared = sql.raw(mark)

const names = new Map<string, string>()

/** The same text has the same name on every connection. */
function nameOf(text: string): string {
  const known = names.get(text)
  if (known !== undefined) return known
  const name = `kept_${createHash('sha256').update(text).digest('hex').slice(0, 24)}`
  names.set(text, name)
  return name
}

/** Gives marked statements on this connection the name under which the driver keeps them prepared. */
export function keepStatements(client: pg.PoolClient): void {
  const send: unknown = Reflect.get(client, 'query')
  if (typeof send !== 'function') throw new TypeError('the driver has changed')
  const query = (...asked: readonly unknown[]): unknown => {
    const [text, values] = asked
    const isMarked = typeof text === 'string' && text.endsWith(mark)
    return Reflect.apply(send, client, isMarked ? [{ name: nameOf(text), text, values }] : asked)
  }
  Object.defineProperty(client, 'query', { value: query })
}
