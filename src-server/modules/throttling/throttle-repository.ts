import { sql, type Kysely } from 'kysely'
import { keepQuery } from '../../database/keep-query.ts'
import { keptPrepared } from '../../database/kept-statements.ts'
import type { Tables } from '../../database/tables.ts'
import type { Write } from '../../database/write-together.ts'
import { judgeCharge, LONGEST_MEMORY_MS, type ThrottleRow, type ThrottleRule } from './throttle-policy.ts'

/** One counter: what it counts and for whom. */
export interface ThrottleKey {
  readonly kind: string
  readonly subject: Buffer
}

/** Doubling further than this is beyond every cap. */
const MOST_DOUBLINGS = 40

interface ChargeValues extends ThrottleKey {
  readonly at: Date
  /** As it is after the first charge. */
  readonly blockedUntil: Date | null
  readonly free: number
  readonly forgetMs: number
  readonly firstDelayMs: number
  readonly maxDelayMs: number
}

const chargeSince = (column: 'window_started_at' | 'last_at') =>
  keepQuery<ChargeValues, { count: number }>((db, value) => {
    const isFromFirst = column === 'window_started_at'
    const [now, free] = [sql`${value('at')}::timestamptz`, sql`${value('free')}::integer`]
    const forgetAfter = sql`${value('forgetMs')}::float8 * interval '1 millisecond'`
    const forgotten = sql`${now} - ${sql.ref(`t.${column}`)} >= ${forgetAfter}`
    const forgottenAt = sql`${isFromFirst ? sql.ref('n.started') : now} + ${forgetAfter}`
    const doublings = sql`least(n.count - ${free}, ${sql.lit(MOST_DOUBLINGS)})`
    const delayMs = sql`least(${value('firstDelayMs')}::float8 * 2 ^ ${doublings}, ${value('maxDelayMs')}::float8)`
    return sql<{ count: number }>`
      insert into throttles as t (kind, subject, count, window_started_at, last_at, blocked_until, reported)
      values (${value('kind')}, ${value('subject')}, 1, ${now}, ${now}, ${value('blockedUntil')}::timestamptz, false)
      on conflict (kind, subject) do update
      set (count, window_started_at, last_at, blocked_until, reported) = (
        select n.count, n.started, ${now},
          case when n.count >= ${free} then least(${now} + ${delayMs} * interval '1 millisecond', ${forgottenAt}) end,
          false
        from (select case when ${forgotten} then 1 else t.count + 1 end as count,
                     case when ${forgotten} then ${now} else least(t.window_started_at, ${now}) end as started) n)
      where ${forgotten} or t.count < ${free} or t.blocked_until is null or t.blocked_until <= ${now}
      returning t.count ${keptPrepared}`.compile(db)
  })

/** By what a rule forgets from. */
const charge = { first: chargeSince('window_started_at'), last: chargeSince('last_at') } as const

/** Counters that all server processes share. */
export function createThrottleRepository(db: Kysely<Tables>) {
  const rowOf = ({ kind, subject }: ThrottleKey) =>
    db.selectFrom('throttles').where('kind', '=', kind).where('subject', '=', subject)

  return {
    find: ({ kind, subject }: ThrottleKey): Promise<ThrottleRow | undefined> =>
      rowOf({ kind, subject })
        .select([
          'count',
          'window_started_at as windowStartedAt',
          'last_at as lastAt',
          'blocked_until as blockedUntil',
          'reported',
        ])
        .modifyEnd(keptPrepared)
        .executeTakeFirst(),

    /**
     * Charges unless it is blocked, deciding and counting in one statement of its own: however many processes charge at
     * once, each charge counts once and none slips past a block. Gives the new count; undefined: blocked.
     */
    charge: async ({ kind, subject }: ThrottleKey, rule: ThrottleRule, at: Date): Promise<number | undefined> => {
      const { blockedUntil } = judgeCharge(undefined, rule, at).next
      const { free, forgetMs, firstDelayMs, maxDelayMs } = rule
      const values = { kind, subject, at, blockedUntil, free, forgetMs, firstDelayMs, maxDelayMs }
      return (await charge[rule.forgetFrom](db, values))[0]?.count
    },

    /** Stores what a refusal notes, unless the counter has changed since it was read; false then. */
    noteRefusal: async ({ kind, subject }: ThrottleKey, seen: ThrottleRow, next: ThrottleRow): Promise<boolean> => {
      const { numUpdatedRows } = await db
        .updateTable('throttles')
        .set({
          window_started_at: next.windowStartedAt,
          last_at: next.lastAt,
          blocked_until: next.blockedUntil,
          reported: next.reported,
        })
        .where('kind', '=', kind)
        .where('subject', '=', subject)
        .where('count', '=', seen.count)
        .where('last_at', '=', seen.lastAt)
        .where('reported', '=', seen.reported)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** Takes one charge back, and the block with it when that charge had started it. */
    takeBack: async ({ kind, subject }: ThrottleKey, rule: ThrottleRule, chargedAt: Date): Promise<void> => {
      await db
        .updateTable('throttles')
        .set((eb) => ({
          count: eb('count', '-', 1),
          blocked_until: eb
            .case()
            .when(eb.or([eb('count', '<=', rule.free), eb('last_at', '=', chargedAt)]))
            .then(null)
            .else(eb.ref('blocked_until'))
            .end(),
        }))
        .where('kind', '=', kind)
        .where('subject', '=', subject)
        .where('count', '>', 0)
        .modifyEnd(keptPrepared)
        .execute()
    },

    remove: ({ kind, subject }: ThrottleKey): Write =>
      db.deleteFrom('throttles').where('kind', '=', kind).where('subject', '=', subject),

    /** Makes room, `limit` counters at most. Rows that somebody else is working on are passed over. */
    removeForgotten: async (at: Date, limit: number): Promise<void> => {
      await db
        .deleteFrom('throttles')
        .where((eb) =>
          eb(
            eb.refTuple('kind', 'subject'),
            'in',
            eb
              .selectFrom('throttles as old')
              .select(['old.kind', 'old.subject'])
              .where('old.last_at', '<=', new Date(at.getTime() - LONGEST_MEMORY_MS))
              .orderBy('old.last_at')
              .limit(limit)
              .forUpdate()
              .skipLocked()
              .$asTuple('kind', 'subject'),
          ),
        )
        .execute()
    },

    /** The form of a login ID that its account is looked up by. The database’s own, since another folding could differ. */
    foldLoginId: async (loginId: string): Promise<string> => {
      const { rows } = await sql<{ key: string }>`select search_key(${loginId}::text) as key ${keptPrepared}`.execute(
        db,
      )
      return rows[0]?.key ?? ''
    },
  }
}

export type ThrottleRepository = ReturnType<typeof createThrottleRepository>
