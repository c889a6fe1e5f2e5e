import type { Kysely } from 'kysely'
import { z } from 'zod'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import type { ServerErrorCode } from '../../../src-shared/errors/server-errors.ts'
import type { Tables } from '../../database/tables.ts'
import type { Rules } from '../policy/policy-service.ts'
import { openAccounts, type UserRecord } from '../users/account-service.ts'
import { refusePass } from './verification-policy.ts'
import { assessRisk } from './verification-record-service.ts'
import { createVerificationRepository, type VerificationRow } from './verification-repository.ts'

/** What a reissue brings as proof, for whom, by whom. */
export interface PassClaim {
  /** As it was sent; anything may stand here. */
  readonly verificationId: string | undefined
  readonly target: Pick<UserRecord, 'memberId' | 'userId' | 'role'>
  readonly operatorUserId: string
  readonly rules: Pick<Rules, 'secondPersonForAdministrators'>
}

/** Why a claim does not open the way to a reissue now; undefined when it does. Changes nothing. */
export async function examinePass(
  db: Kysely<Tables>,
  claim: PassClaim,
  at: Date,
): Promise<ServerErrorCode | undefined> {
  if (claim.verificationId === undefined) return 'verification_required'
  return judge(db, await createVerificationRepository(db).find(readId(claim.verificationId)), claim, at)
}

/**
 * Uses a pass up within the transaction of the one reissue that it is for (P20), and returns its ID. Throws AppError
 * `verification_required`, `verification_used`, `verification_failed` or `approval_required`.
 */
export async function consumePass(tx: Kysely<Tables>, claim: PassClaim, reissueId: string, at: Date): Promise<string> {
  if (claim.verificationId === undefined) throw new AppError('verification_required')
  const verifications = createVerificationRepository(tx)
  const row = await verifications.lock(readId(claim.verificationId))
  const code = await judge(tx, row, claim, at)
  if (code || !row) throw new AppError(code ?? 'verification_failed')
  if (!(await verifications.consume(row, reissueId, at))) throw new AppError('verification_used')
  return row.verificationId
}

const NO_ID = '00000000-0000-0000-0000-000000000000'

/** What is no UUID names no verification, and must not reach a column of them. */
const readId = (typed: string): string => z.uuid().safeParse(typed).data ?? NO_ID

async function judge(
  db: Kysely<Tables>,
  row: VerificationRow | undefined,
  { target, operatorUserId, rules }: PassClaim,
  at: Date,
): Promise<ServerErrorCode | undefined> {
  const isTheirs =
    row?.memberId === target.memberId && row.userId === target.userId && row.operatorUserId === operatorUserId
  const risk = await assessRisk(db, target, rules, at)
  return refusePass(row, { isTheirs, approverMayStill: row ? await approverMayStill(db, row) : false, risk }, at)
}

/** An approval counts as long as whoever gave it is an active helpdesk operator. */
async function approverMayStill(
  db: Kysely<Tables>,
  { decidedByMemberId: memberId, decidedByUserId: userId }: VerificationRow,
): Promise<boolean> {
  if (memberId === null || userId === null) return true
  const approver = await openAccounts(db).findUser({ memberId }, userId)
  return approver?.role === 'helpdesk' && approver.state === 'active'
}
