import { sql, type Kysely } from 'kysely'
import { expect } from 'vitest'
import type { Tables } from '../../src-server/database/tables.ts'
import { findBrokenInvariants, findWorkingPasswords } from './check-invariants.ts'
import { describeOutcome, finishReissue, sendReissue, type Outcome, type ReissueOrder } from './desk-client.ts'
import { testPasswords } from './fault-desk.ts'
import type { Sent } from './reissue-load.ts'

/**
 * Repeats an order after a fault and proves that there is one truth: what was answered first, if anything, was true; every
 * repetition gives the very same answer; the key stands for one reissue.
 */
export async function proveOneOutcome(url: string, token: string, { order, outcome: first }: Sent): Promise<void> {
  const second = await finishReissue(url, token, order)
  const third = await sendReissue(url, token, order)
  expect(third).toEqual({ ...second, isReplay: true })
  if (first.kind === 'lost') return
  // Done is done. Whoever says that nothing was done must be right; only 500 leaves it open.
  if (first.status === 201) expect(second).toEqual({ ...first, isReplay: true })
  else if (first.status !== 500) expect(describeRepetition(first, second)).toMatch(/then done anew$/)
}

const describeRepetition = (first: Outcome, second: Outcome): string =>
  `${describeOutcome(first)}, then ${second.kind === 'answered' && second.isReplay ? 'a replay' : 'done anew'}`

/** The same for all that a load has sent, the doubtful ones first, and `sampleSize` of those that were answered. */
export async function proveOutcomes(url: string, token: string, sent: readonly Sent[], sampleSize = 5): Promise<void> {
  const isDone = ({ outcome }: Sent): boolean => outcome.kind === 'answered' && outcome.status === 201
  for (const doubtful of sent.filter((one) => !isDone(one))) await proveOneOutcome(url, token, doubtful)
  for (const done of sent.filter(isDone).slice(-sampleSize)) await proveOneOutcome(url, token, done)
}

/** The whole database is sound, all orders are in it, and of a user’s passwords the newest one works and no other. */
export async function proveSound(db: Kysely<Tables>, orders: readonly ReissueOrder[]): Promise<void> {
  expect(await findBrokenInvariants(db)).toEqual([])
  const { rows } = await sql<{ key: string; userId: string; isNewest: boolean }>`
    select k.key::text, e.target_user_id as "userId",
      e.seq = max(e.seq) over (partition by e.target_user_id) as "isNewest"
    from idempotency_keys k join audit_events e on e.action = 'reissue_password' and e.outcome = 'done'
      and e.details->>'reissueId' = k.response->>'reissueId'`.execute(db)
  const kept = new Map(rows.map((row) => [row.key, row]))
  expect(orders.filter(({ key }) => !kept.has(key))).toEqual([])
  for (const userId of new Set(orders.map((order) => order.userId))) {
    const own = orders.filter((order) => order.userId === userId)
    const newest = own.filter(({ key }) => kept.get(key)?.isNewest === true)
    // Every check is a hash: a few of the others will do.
    const others = own.filter((order) => !newest.includes(order)).slice(-3)
    const passwordsOf = (some: readonly ReissueOrder[]): string[] => some.map((order) => order.temporaryPassword)
    const working = await findWorkingPasswords(db, testPasswords, userId, passwordsOf([...others, ...newest]))
    expect(working).toEqual(passwordsOf(newest))
    expect(working).toHaveLength(1)
  }
}
