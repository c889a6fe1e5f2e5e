import type { Kysely } from 'kysely'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import type { Tables } from '../../database/tables.ts'
import type { ResetReceipt } from '../../directory/directory-port.ts'
import type { RequestOrigin } from '../../plugins/request-context.ts'
import type { AuditService } from '../audit/audit-service.ts'
import type { MemberDirectory } from '../directories/directories.ts'
import { queueDuties } from '../directories/duty-record-service.ts'
import { setDirectoryPassword } from '../directories/mirror-service.ts'
import { rulesOf } from '../policy/rules.ts'
import { openAccounts } from '../users/account-service.ts'
import { consumeJudgedPass } from '../verifications/pass-service.ts'
import type { IdempotencyService } from './idempotency-service.ts'
import { createIntentRepository, type Intent } from './intent-repository.ts'
import { describeReceipt, type DecidedReissue, type RecordReissue } from './reissue-effects-service.ts'
import { createReissueFactsRepository } from './reissue-facts-repository.ts'
import type { Issued } from './reissue-transaction-service.ts'

export interface AppliedIntent extends ResetReceipt {
  /** False where nobody saw that it was this password that was set. */
  readonly isConfirmed: boolean
  /** The password is in force no more: used, replaced, or not to be handed out. */
  readonly isOvertaken: boolean
}

export interface IntentConclusion {
  /** The second transaction of a reissue in a directory: everything that a reissue leaves behind. Once, whoever comes second. */
  apply(db: Kysely<Tables>, intent: Intent, applied: AppliedIntent, about: Conclusion): Promise<Issued>
  /** Nothing was changed: the key is given back, and the refusal is in the audit. `reason` is a code. */
  drop(db: Kysely<Tables>, intent: Intent, reason: string, origin: RequestOrigin): Promise<void>
}

export interface Conclusion {
  readonly directory: MemberDirectory
  readonly origin: RequestOrigin
}

export interface IntentConclusionDependencies {
  readonly clock: () => Date
  readonly idempotency: IdempotencyService
  readonly audit: AuditService
  readonly recordReissue: RecordReissue
}

export function createIntentConclusion(deps: IntentConclusionDependencies): IntentConclusion {
  const { clock, idempotency, audit, recordReissue } = deps

  const writesOf = (
    tx: Kysely<Tables>,
    intent: Intent,
    applied: AppliedIntent,
    directory: MemberDirectory,
    at: Date,
  ) => {
    const { version, isConfirmed, isOvertaken, expiry } = applied
    const user = { memberId: intent.member_id, userId: intent.user_id }
    const status = isConfirmed ? ('applied' as const) : ('unconfirmed' as const)
    const concluded = { status, reason: isOvertaken ? 'overtaken' : null, version_after: version }
    const { capabilities } = directory.port
    const order = {
      ...user,
      reissueId: intent.reissue_id,
      version,
      validUntil: intent.valid_until,
      expiry,
      capabilities,
    }
    return [
      createIntentRepository(tx).conclude(intent, concluded, at),
      ...(isOvertaken
        ? []
        : [setDirectoryPassword(tx, user, { state: 'temporary', version, expiresAt: intent.valid_until }, at)]),
      // Also where it was overtaken: what it left behind is still there.
      ...queueDuties(tx, order, at),
    ]
  }

  return {
    apply: (db, intent, applied, { directory, origin }) =>
      db.transaction().execute(async (tx) => {
        const at = clock()
        await openAccounts(tx).lockUser(intent.member_id, intent.user_id)
        const locked = await createIntentRepository(tx).lock(intent)
        const isDone = locked.status === 'applied' || locked.status === 'unconfirmed'
        const usesPass = intent.verification_id !== null && !isDone
        const isPassUsed =
          usesPass && (await consumeJudgedPass(tx, passOf(intent), intent.reissue_id, intent.requested_at))
        const supersededAt = applied.isOvertaken ? at : null
        const decided = await describe(tx, intent, { origin, supersededAt, isPassUsed: isPassUsed || isDone })
        if (isDone) return { receipt: describeReceipt(decided), replayed: true }
        const details = { directory: directory.name, ...(applied.isConfirmed ? {} : { unconfirmed: true }) }
        const writes = writesOf(tx, intent, applied, directory, at)
        return { receipt: await recordReissue(tx, { ...decided, details }, writes, at), replayed: false }
      }),

    drop: (db, intent, reason, origin) =>
      db.transaction().execute(async (tx) => {
        const intents = createIntentRepository(tx)
        const locked = await intents.lock(intent)
        if (locked.status !== 'requested') return
        await intents.conclude(intent, { status: 'not_applied', reason, version_after: null }, clock()).execute()
        await idempotency.giveBack(tx, keyOf(intent))
        await audit.append(tx, {
          action: 'reissue_password',
          outcome: 'refused',
          actor: { memberId: intent.operator_member_id, userId: intent.operator_user_id },
          target: { memberId: intent.member_id, userId: intent.user_id },
          origin,
          details: { code: reason, intentId: intent.reissue_id },
        })
      }),
  }
}

const keyOf = (intent: Intent) => ({ operatorUserId: intent.operator_user_id, key: intent.idempotency_key })

const passOf = (intent: Intent) => ({
  memberId: intent.member_id,
  userId: intent.user_id,
  operatorUserId: intent.operator_user_id,
  verificationId: intent.verification_id ?? '',
})

/** Nobody’s session: who asked may have logged out long ago, and what was done is recorded all the same. */
const NO_SESSION = '00000000-0000-0000-0000-000000000000'

async function describe(
  tx: Kysely<Tables>,
  intent: Intent,
  known: { readonly origin: RequestOrigin; readonly supersededAt: Date | null; readonly isPassUsed: boolean },
): Promise<DecidedReissue> {
  const user = { memberId: intent.member_id, userId: intent.user_id }
  const operator = { memberId: intent.operator_member_id, userId: intent.operator_user_id }
  const asked = { ...operator, sessionId: NO_SESSION, key: intent.idempotency_key }
  const facts = await createReissueFactsRepository(tx).readDecision(user, asked)
  const issuer = await openAccounts(tx).findUser({ memberId: operator.memberId }, operator.userId)
  if (!facts.target || !issuer) throw new AppError('internal_error', { detail: 'an intent of nobody' })
  return {
    reissueId: intent.reissue_id,
    keyed: keyOf(intent),
    target: facts.target,
    issuer,
    issuedAt: intent.requested_at,
    expiresAt: intent.valid_until,
    passwordOrigin: intent.origin,
    verificationId: known.isPassUsed ? intent.verification_id : null,
    note: intent.note,
    supersededAt: known.supersededAt,
    administratorIds: facts.administratorIds,
    hasSecurityContact: rulesOf(facts.policy).securityContactEmail !== null,
    origin: known.origin,
  }
}
