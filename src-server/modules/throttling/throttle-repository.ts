import { sql, type Kysely, type RawBuilder } from 'kysely'
import { keepQuery, type ValueOf } from '../../database/keep-query.ts'
import { keptPrepared, keptPreparedAndSentWithNext } from '../../database/kept-statements.ts'
import type { Tables } from '../../database/tables.ts'
import { keepWrite, type Write } from '../../database/write-together.ts'
import { judgeCharge, LONGEST_MEMORY_MS, type ThrottleRow, type ThrottleRule } from './throttle-policy.ts'

/** One counter: what it counts and for whom. */
export interface ThrottleKey {
  readonly kind: string
  readonly subject: Buffer
}

/** Doubling further than this is beyond every cap. */
const MOST_DOUBLINGS = 40

/** A counter to be charged under its rule. */
export interface ChargedCounter extends ThrottleKey {
  readonly rule: ThrottleRule
}

type Values = Readonly<Record<string, unknown>>

/** Whether the counter at `place` is blocked, and how it is charged once for each row of `source`. */
function chargeAt(place: number, value: ValueOf<Values>) {
  const valueOf = (name: string) => value(`${name}${place}`)
  const [now, free] = [sql`${value('at')}::timestamptz`, sql`${valueOf('free')}::integer`]
  const [kind, subject] = [sql`${valueOf('kind')}::text`, sql`${valueOf('subject')}::bytea`]
  const isFromFirst = sql`${valueOf('isFromFirst')}::boolean`
  const forgetAfter = sql`${valueOf('forgetMs')}::float8 * interval '1 millisecond'`
  const forgotten = sql`${now} - case when ${isFromFirst} then t.window_started_at else t.last_at end >= ${forgetAfter}`
  const isAllowed = sql`(${forgotten} or t.count < ${free} or t.blocked_until is null or t.blocked_until <= ${now})`
  const forgottenAt = sql`case when ${isFromFirst} then n.started else ${now} end + ${forgetAfter}`
  const doublings = sql`least(n.count - ${free}, ${sql.lit(MOST_DOUBLINGS)})`
  const delayMs = sql`least(${valueOf('firstDelayMs')}::float8 * 2 ^ ${doublings}, ${valueOf('maxDelayMs')}::float8)`
  return {
    isBlocked: sql`exists (select from throttles t where t.kind = ${kind} and t.subject = ${subject} and not ${isAllowed})`,
    chargeFrom: (source: RawBuilder<unknown>) => sql`
      insert into throttles as t (kind, subject, count, window_started_at, last_at, blocked_until, reported)
      select ${kind}, ${subject}, 1, ${now}, ${now}, ${valueOf('blockedUntil')}::timestamptz, false ${source}
      on conflict (kind, subject) do update
      set (count, window_started_at, last_at, blocked_until, reported) = (
        select n.count, n.started, ${now},
          case when n.count >= ${free} then least(${now} + ${delayMs} * interval '1 millisecond', ${forgottenAt}) end,
          false
        from (select case when ${forgotten} then 1 else t.count + 1 end as count,
                     case when ${forgotten} then ${now} else least(t.window_started_at, ${now}) end as started) n)
      where ${isAllowed}
      returning t.count`,
  }
}

/**
 * Each is charged from what the one before returned: not before that is done, and not at all when it was blocked. All see
 * the others as they were before the statement, and their own row as it is.
 */
const chargeSoMany = (size: number) =>
  keepQuery<Values, { counts: readonly (number | null)[] }>((db, value) => {
    const places = Array.from({ length: size }, (_, place) => place)
    const parts = places.map((place) => chargeAt(place, value))
    const names = places.map((place) => sql.id(`charge_${place}`))
    // One alone is decided on where it is charged.
    const blocked = size === 1 ? [sql`false`] : parts.map(({ isBlocked }) => isBlocked)
    const charges = parts.map(({ chargeFrom }, place) => {
      const source =
        place === 0 ? sql`where not (${sql.join(blocked, sql` or `)})` : sql`from ${names[place - 1]} where true`
      return sql`${names[place]} as (${chargeFrom(source)})`
    })
    const counts = names.map((name) => sql`(select count from ${name})`)
    return sql<{ counts: (number | null)[] }>`
      with ${sql.join(charges)} select array[${sql.join(counts)}] as counts ${keptPrepared}`.compile(db)
  })

/** By how many at a time. */
const charges = [1, 2, 3].map(chargeSoMany)

function valuesOf({ kind, subject, rule }: ChargedCounter, place: number, at: Date): Values {
  const { blockedUntil } = judgeCharge(undefined, rule, at).next
  const { free, forgetMs, firstDelayMs, maxDelayMs, forgetFrom } = rule
  const isFromFirst = forgetFrom === 'first'
  const values = { kind, subject, blockedUntil, free, forgetMs, firstDelayMs, maxDelayMs, isFromFirst }
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`${name}${place}`, value]))
}

const takeBackThen = (end: RawBuilder<unknown>) =>
  keepQuery<ThrottleKey & { readonly free: number; readonly chargedAt: Date }, object>((db, value) =>
    sql<object>`
      update throttles set count = count - 1,
        blocked_until = case when not (count <= ${value('free')}::integer or last_at = ${value('chargedAt')}::timestamptz)
          then blocked_until end
      where kind = ${value('kind')} and subject = ${value('subject')} and count > 0 ${end}`.compile(db),
  )
const [takeBack, takeBackAhead] = [takeBackThen(keptPrepared), takeBackThen(keptPreparedAndSentWithNext)]

const remove = keepWrite<ThrottleKey>((db, value) =>
  db.deleteFrom('throttles').where('kind', '=', value('kind')).where('subject', '=', value('subject')),
)

const removeAhead = keepQuery<ThrottleKey, object>((db, value) =>
  sql<object>`delete from throttles where kind = ${value('kind')} and subject = ${value('subject')}
    ${keptPreparedAndSentWithNext}`.compile(db),
)

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
     * Charges unless one of them is blocked, the first of them first, deciding and counting in one statement of its own:
     * however many processes charge at once, each charge counts once and none slips past a block. Gives the new counts;
     * undefined for what was not charged. One that is blocked meanwhile leaves those before it charged, and none after it.
     */
    async charge(counters: readonly ChargedCounter[], at: Date): Promise<readonly (number | undefined)[]> {
      const run = charges[counters.length - 1]
      if (!run) throw new RangeError(`${counters.length} counters`)
      const values = counters.map((counter, place) => valuesOf(counter, place, at))
      const [row] = await run(db, Object.assign({ at }, ...values))
      return counters.map((_, place) => row?.counts[place] ?? undefined)
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
    takeBack: async ({ kind, subject, rule }: ChargedCounter, chargedAt: Date): Promise<void> => {
      await takeBack(db, { kind, subject, free: rule.free, chargedAt })
    },

    /** What a success does to a counter: forgets it, or takes its charge back; along with the next statement of the transaction. */
    settleAhead: async ({ kind, subject, rule }: ChargedCounter, chargedAt: Date): Promise<void> => {
      if (rule.clearedBySuccess) await removeAhead(db, { kind, subject })
      else await takeBackAhead(db, { kind, subject, free: rule.free, chargedAt })
    },

    remove: ({ kind, subject }: ThrottleKey): Write => remove(db, { kind, subject }),

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
  }
}

export type ThrottleRepository = ReturnType<typeof createThrottleRepository>
