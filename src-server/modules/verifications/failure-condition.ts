import { sql, type RawBuilder } from 'kysely'
import { VERIFICATION_LIFETIME_MS } from './verification-policy.ts'

/** A moment, or what stands for one in a statement that is kept. */
type Moment = Date | RawBuilder<Date>

/**
 * SECURITY: H3. Which verifications count as failures since an instant, by the alias of their table: failed, suspicious, or
 * left open after a wrong answer. Otherwise whoever hangs up after the second wrong answer could guess at the facts all day,
 * and no warning would be shown and no second person asked for.
 */
export function wentBadlySince(alias: 'verifications' | 'f' | 'v', since: Moment): RawBuilder<boolean> {
  const column = (name: string) => sql.ref(`${alias}.${name}`)
  return sql<boolean>`((${column('state')} in ('failed', 'suspicious') and ${column('concluded_at')} > ${since})
    or (${column('state')} = 'open' and ${column('wrong_answers')} > 0 and ${column('started_at')} > ${since}))`
}

/**
 * SECURITY: H3. Which verifications ended badly between two instants, counted for a member: failed, suspicious, or broken off,
 * with a wrong answer or without: who probes for facts hangs up before being called back. The start bounds what is read.
 */
export function endedBadlySince(alias: 'v', since: Moment, at: Moment): RawBuilder<boolean> {
  const column = (name: string) => sql.ref(`${alias}.${name}`)
  const startedSince = sql`${since}::timestamptz - ${sql.lit(VERIFICATION_LIFETIME_MS)} * interval '1 millisecond'`
  return sql<boolean>`(${column('started_at')} > ${startedSince}
    and ((${column('state')} in ('failed', 'suspicious') and ${column('concluded_at')} > ${since})
      or (${column('state')} = 'open' and ${column('expires_at')} > ${since} and ${column('expires_at')} < ${at})))`
}
