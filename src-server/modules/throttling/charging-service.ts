import type { Kysely } from 'kysely'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import type { Tables } from '../../database/tables.ts'
import { createOncePer } from '../../once-per.ts'
import type { RequestOrigin } from '../../plugins/request-context.ts'
import type { AuditAction, AuditedUser, AuditService } from '../audit/audit-service.ts'
import { judgeCharge, type ThrottleRow, type ThrottleRule } from './throttle-policy.ts'
import { createThrottleRepository, type ThrottleKey } from './throttle-repository.ts'

export interface Counter extends ThrottleKey {
  readonly rule: ThrottleRule
}

/** What the audit tells of a refusal. The target is looked up only where a refusal is recorded. */
export interface ThrottledAct {
  readonly action: AuditAction
  readonly actor?: AuditedUser | undefined
  readonly findTarget?: (db: Kysely<Tables>) => Promise<AuditedUser | undefined>
  readonly origin: RequestOrigin
}

/** Something charged before its outcome was known. Settled once; what is said of it later changes nothing. */
export interface Charge {
  /** The password was right: guesses made before do not count any more. */
  succeed(): Promise<void>
  /** Nothing was tried after all. */
  takeBack(): Promise<void>
}

/** Charges all of the counters or none; throws AppError `too_many_attempts` for none. */
export type ChargeCounters = (counters: readonly Counter[], act: ThrottledAct) => Promise<Charge>

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

  /** Throws; records the refusal with what marks it as recorded, both or neither. */
  const refuse = async (
    counter: Counter,
    row: ThrottleRow | undefined,
    act: ThrottledAct,
    at: Date,
  ): Promise<never> => {
    const verdict = row && judgeCharge(row, counter.rule, at)
    // Let in by now, since somebody’s success has just cleared the counter: the next try will do.
    const waitMs = verdict?.allowed === false ? verdict.waitMs : 0
    if (row && verdict?.allowed === false && (!row.reported || verdict.next.lastAt < row.lastAt)) {
      await db.transaction().execute(async (tx) => {
        const isNoted = await createThrottleRepository(tx).noteRefusal(counter, row, verdict.next)
        if (!isNoted || row.reported) return
        const { action, actor, findTarget, origin } = act
        const target = await findTarget?.(tx)
        const details = { code: 'too_many_attempts', throttle: counter.kind }
        await audit.append(tx, { action, outcome: 'refused', actor, target, origin, details })
      })
    }
    throw new AppError('too_many_attempts', { retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) })
  }

  const takeBackAll = async (counters: readonly Counter[], at: Date): Promise<void> => {
    for (const counter of counters) await throttles.takeBack(counter, counter.rule, at)
  }

  return async (counters, act) => {
    const at = clock()
    // A look first where there are several: an address that is blocked must not charge accounts.
    const looked = counters.length > 1 ? await Promise.all(counters.map((counter) => throttles.find(counter))) : []
    for (const [index, counter] of looked.length > 0 ? counters.entries() : []) {
      if (!judgeCharge(looked[index], counter.rule, at).allowed) await refuse(counter, looked[index], act, at)
    }
    const counts = await Promise.all(counters.map((counter) => throttles.charge(counter, counter.rule, at)))
    const blocked = counters.find((_, index) => counts[index] === undefined)
    if (blocked) {
      await takeBackAll(
        counters.filter((_, index) => counts[index] !== undefined),
        at,
      )
      await refuse(blocked, await throttles.find(blocked), act, at)
    }
    if (counts.includes(1) && isTimeToTidy(at)) await throttles.removeForgotten(at, tidying.limit)
    return settleOnce({
      async succeed() {
        await Promise.all(
          counters.map((counter) =>
            counter.rule.clearedBySuccess
              ? throttles.remove(counter).execute()
              : throttles.takeBack(counter, counter.rule, at),
          ),
        )
      },
      takeBack: () => takeBackAll(counters, at),
    })
  }
}

function settleOnce(charge: Charge): Charge {
  let settled = false
  const once = (settle: () => Promise<void>) => async (): Promise<void> => {
    if (settled) return
    settled = true
    await settle()
  }
  return { succeed: once(charge.succeed), takeBack: once(charge.takeBack) }
}
