import { createHash } from 'node:crypto'
import { sql } from 'kysely'

const mark = '/* kept */'

/**
 * Ends a statement that every connection keeps prepared, with one plan for all its parameters: for what is asked all the time
 * and found by keys whatever the parameters are. Planning takes PostgreSQL longer than running it. Never for a search, whose
 * plan depends on its words, nor for a text that grows with what is asked.
 */
export const keptPrepared = sql.raw(mark)

/** Ends the last statement of a transaction: it is committed along with it, and nothing may be done after it but to return. */
export const keptPreparedAndCommitted = sql.raw(`/* commits */ ${mark}`)

/**
 * Ends a statement that goes with the next one of its transaction. Nobody learns what it found; should it fail, the next one
 * fails, too.
 */
export const keptPreparedAndSentWithNext = sql.raw(`/* goes along */ ${mark}`)

export const isSentWithNext = (text: string): boolean => text.endsWith(`/* goes along */ ${mark}`)
export const isKeptPrepared = (text: string): boolean => text.endsWith(mark)
export const isCommittedAlong = (text: string): boolean => text.endsWith(`/* commits */ ${mark}`)

const names = new Map<string, string>()

/** Under which it is kept: the same text has the same name on every connection. */
export function nameKept(text: string): string {
  const known = names.get(text)
  if (known !== undefined) return known
  const name = `kept_${createHash('sha256').update(text).digest('hex').slice(0, 24)}`
  names.set(text, name)
  return name
}
