import type { Kysely } from 'kysely'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import type { Tables } from '../../database/tables.ts'
import type { AuditEvent } from '../audit/audit-service.ts'
import type { NotificationService } from '../notifications/notification-service.ts'
import type { PolicyService } from '../policy/policy-service.ts'
import { openAccounts } from '../users/account-service.ts'
import { listCallbackNumbers } from './fact-policy.ts'
import { mayPass, needsSecondPerson, PASS_LIFETIME_MS } from './verification-policy.ts'
import { assessRisk } from './verification-record-service.ts'
import { createVerificationRepository, type VerificationRow } from './verification-repository.ts'

export interface ConclusionInput {
  readonly callerIsAdministrator: boolean
  readonly callbackNumberId: string | null
  readonly outcome: 'passed' | 'failed' | 'suspicious'
  readonly note?: string | undefined
}

type AuditDetails = NonNullable<AuditEvent['details']>

/** How an open, locked verification ends, in the transaction of whoever locked it. */
export interface VerificationEnding {
  /** Ends it as the operator says, and returns what the audit keeps of it; throws AppError `verification_incomplete`. */
  conclude(tx: Kysely<Tables>, row: VerificationRow, input: ConclusionInput, at: Date): Promise<AuditDetails>
  /** Ends it for too many wrong answers. */
  fail(tx: Kysely<Tables>, row: VerificationRow, at: Date): Promise<void>
}

export interface VerificationEndingDependencies {
  readonly policy: PolicyService
  readonly notifications: NotificationService
}

export function createVerificationEnding(deps: VerificationEndingDependencies): VerificationEnding {
  const { policy, notifications } = deps

  /** Tells those who should know that somebody called in this user’s name and was refused. */
  const alert = async (
    tx: Kysely<Tables>,
    { memberId, userId, verificationId }: VerificationRow,
    kind: 'verification_failed' | 'suspicious_call',
    at: Date,
  ): Promise<void> => {
    const administrators = await openAccounts(tx).listActiveAdministrators(memberId)
    const { securityContactEmail } = await policy.readRules(tx)
    await notifications.queueVerificationAlert(tx, {
      kind,
      memberId,
      userId,
      verificationId,
      administratorIds: administrators.map((administrator) => administrator.userId),
      hasSecurityContact: securityContactEmail !== null,
      at,
    })
  }

  const decideApproval = async (
    tx: Kysely<Tables>,
    { memberId, userId, verificationId }: VerificationRow,
    at: Date,
  ): Promise<'not_needed' | 'awaited'> => {
    const target = await openAccounts(tx).findUser({ memberId }, userId)
    if (!target) throw new AppError('not_found')
    // Its own wrong answers are no failure of it: it is about to pass.
    const assessed = { ...target, exceptVerificationId: verificationId }
    const risk = await assessRisk(tx, assessed, await policy.readRules(tx), at)
    return needsSecondPerson(risk) ? 'awaited' : 'not_needed'
  }

  const pass = async (
    tx: Kysely<Tables>,
    row: VerificationRow,
    { callerIsAdministrator, callbackNumberId, note }: ConclusionInput,
    at: Date,
  ): Promise<AuditDetails> => {
    const verifications = createVerificationRepository(tx)
    const numbers = listCallbackNumbers(await verifications.readFactsOnFile(row.memberId, row.userId))
    const isCalledBack = numbers.some(({ id }) => id === callbackNumberId)
    const matchedFacts = await verifications.countMatchedFacts(row)
    if (!mayPass({ callerIsAdministrator, isCalledBack, matchedFacts })) throw new AppError('verification_incomplete')
    const approval = await decideApproval(tx, row, at)
    const passExpiresAt = new Date(at.getTime() + PASS_LIFETIME_MS)
    const stated = { callerIsAdministrator, callbackNumberId, note: note ?? null }
    // SECURITY: P20. One operator holds one pass for a user at a time: the earlier one may stem from the same call-back.
    const passesEnded = await verifications.endPasses(row, at, row.operatorUserId)
    await verifications.conclude(row, { state: 'passed', ...stated, approval, passExpiresAt }, at)
    return { approval, ...(passesEnded === 0 ? {} : { passesEnded }) }
  }

  const refuse = async (
    tx: Kysely<Tables>,
    row: VerificationRow,
    state: 'failed' | 'suspicious',
    { callerIsAdministrator, callbackNumberId, note }: Partial<ConclusionInput>,
    at: Date,
  ): Promise<void> => {
    const stated = {
      callerIsAdministrator: callerIsAdministrator ?? null,
      callbackNumberId: callbackNumberId ?? null,
      note: note ?? null,
    }
    const unused = { approval: 'not_needed', passExpiresAt: null } as const
    await createVerificationRepository(tx).conclude(row, { state, ...stated, ...unused }, at)
    await alert(tx, row, state === 'suspicious' ? 'suspicious_call' : 'verification_failed', at)
  }

  return {
    async conclude(tx, row, input, at) {
      const { outcome, callerIsAdministrator } = input
      const details = { verificationId: row.verificationId, outcome, callerIsAdministrator }
      if (outcome === 'passed') return { ...details, ...(await pass(tx, row, input, at)) }
      await refuse(tx, row, outcome, input, at)
      if (outcome === 'failed') return details
      // SECURITY: H3. Who passed for this user a moment ago may have been the same caller: nothing is issued on that any more.
      return { ...details, passesEnded: await createVerificationRepository(tx).endPasses(row, at) }
    },
    fail: (tx, row, at) => refuse(tx, row, 'failed', {}, at),
  }
}
