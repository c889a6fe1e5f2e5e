import type { Kysely } from 'kysely'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import type { Tables } from '../../database/tables.ts'
import { createOncePer } from '../../once-per.ts'
import type { RequestOrigin } from '../../plugins/request-context.ts'
import type { AuditAction, AuditedUser, AuditService } from '../audit/audit-service.ts'
import { judgeCharge, type ThrottleRow } from './throttle-policy.ts'
import { createThrottleRepository, type ChargedCounter } from './throttle-repository.ts'

/** What the audit tells of a refusal. The target is looked up only where a refusal is recorded. */
export interface ThrottledAct {
  readonly action: AuditAction
  readonly actor?: AuditedUser | undefined
  readonly findTarget?: (db: Kysely<Tables>) => Promise<AuditedUser | undefined>
  readonly origin: RequestOrigin
}

/** Along with the next statement of the transaction. */
export type SettleWithin = (tx: Kysely<Tables>) => Promise<void>

/** Something charged before its outcome was known. Settled once; what is said of it later changes nothing. */
export interface Charge {
  /** The password was right: guesses made before do not count any more. */
  succeed(): Promise<void>
  /**
   * The same within the transaction of `act`, which gives it to `settle`; not at all when that fails, so that it is still to
   * be said then.
   */
  succeedAlong<T>(act: (settle: SettleWithin) => Promise<T>): Promise<T>
  /** Nothing was tried after all. */
  takeBack(): Promise<void>
}

/** Charges all of the counters or none, the first one first; throws AppError `too_many_attempts` for none. */
export type ChargeCounters = (counters: readonly ChargedCounter[], act: ThrottledAct) => Promise<Charge>

export interface ChargingDependencies {
  readonly db: Kysely<Tables>
  readonly clock: () => Date
  readonly audit: AuditService
}

/** So many forgotten counters are removed at most in so long a time: more than come, and hardly anybody waits for it. */
const tidying = { periodMs: 10_000, limit: 1000 } as const

/** How counters are charged and settled, whatever they count; each step is a statement of its own, committed at once. */
export function createCharging({ db, clock, audit }: ChargingDependencies): ChargeCounters {
  const throttles = createThrottleRepository(db)
  const isTimeToTidy = createOncePer(tidying.periodMs)

  /** Records the first refusal of a block with what marks it as recorded, both or neither. */
  const record = async (
    counter: ChargedCounter,
    row: ThrottleRow,
    next: ThrottleRow,
    { action, actor, findTarget, origin }: ThrottledAct,
  ): Promise<void> => {
    if (row.reported && next.lastAt >= row.lastAt) return
    await db.transaction().execute(async (tx) => {
      const isNoted = await createThrottleRepository(tx).noteRefusal(counter, row, next)
      if (!isNoted || row.reported) return
      const target = await findTarget?.(tx)
      const details = { code: 'too_many_attempts', throttle: counter.kind }
      await audit.append(tx, { action, outcome: 'refused', actor, target, origin, details })
    })
  }

  /** Throws, for the first one that is blocked. */
  const refuse = async (counters: readonly ChargedCounter[], act: ThrottledAct, at: Date): Promise<never> => {
    // Let in by now, since somebody’s success has just cleared the counter: the next try will do.
    let waitMs = 0
    for (const counter of counters) {
      const row = await throttles.find(counter)
      const verdict = row && judgeCharge(row, counter.rule, at)
      if (!row || verdict?.allowed !== false) continue
      await record(counter, row, verdict.next, act)
      waitMs = verdict.waitMs
      break
    }
    throw new AppError('too_many_attempts', { retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) })
  }

  const takeBackAll = async (counters: readonly ChargedCounter[], at: Date): Promise<void> => {
    for (const counter of counters) await throttles.takeBack(counter, at)
  }

  return async (counters, act) => {
    const at = clock()
    const counts = await throttles.charge(counters, at)
    if (counts.includes(undefined)) {
      const charged = counters.filter((_, place) => counts[place] !== undefined)
      await takeBackAll(charged, at)
      return refuse(counters, act, at)
    }
    if (counts.includes(1) && isTimeToTidy(at)) await throttles.removeForgotten(at, tidying.limit)
    return settleOnce({
      async succeed() {
        for (const counter of counters) {
          if (counter.rule.clearedBySuccess) await throttles.remove(counter).execute()
          else await throttles.takeBack(counter, at)
        }
      },
      async settleWithin(tx) {
        for (const counter of counters) await createThrottleRepository(tx).settleAhead(counter, at)
      },
      takeBack: () => takeBackAll(counters, at),
    })
  }
}

function settleOnce(charge: Pick<Charge, 'succeed' | 'takeBack'> & { readonly settleWithin: SettleWithin }): Charge {
  let settled = false
  const once = (settle: () => Promise<void>) => async (): Promise<void> => {
    if (settled) return
    settled = true
    await settle()
  }
  return {
    succeed: once(charge.succeed),
    takeBack: once(charge.takeBack),
    async succeedAlong(act) {
      const result = await act(settled ? async () => {} : charge.settleWithin)
      settled = true
      return result
    },
  }
}
