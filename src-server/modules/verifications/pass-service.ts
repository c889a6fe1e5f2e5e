import type { Kysely } from 'kysely'
import { z } from 'zod'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import type { ServerErrorCode } from '../../../src-shared/errors/server-errors.ts'
import type { Tables } from '../../database/tables.ts'
import type { Rules } from '../policy/policy-service.ts'
import type { UserRecord } from '../users/account-service.ts'
import { refusePass } from './verification-policy.ts'
import { failuresSince } from './verification-record-service.ts'
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
  const { target, operatorUserId } = claim
  const verificationId = readId(claim.verificationId)
  const { memberId, userId } = target
  const row = await verifications.consume({ memberId, verificationId, userId, operatorUserId }, reissueId, at)
  // What it rests on is read afterwards, when nobody can decide about it any more; should it not hold, all is undone.
  const code = await judge(tx, row ?? (await verifications.find(verificationId)), claim, at)
  if (code || !row) throw new AppError(code ?? 'verification_used')
  return verificationId
}

const NO_ID = '00000000-0000-0000-0000-000000000000'

/** What is no UUID names no verification, and must not reach a column of them. */
const readId = (typed: string): string => z.uuid().safeParse(typed).data ?? NO_ID

/** A pass that was judged, and not yet used, when the reissue was requested. */
export interface JudgedPass {
  readonly memberId: string
  readonly verificationId: string
  readonly userId: string
  readonly operatorUserId: string
}

/** Uses up a pass for a reissue that has happened: nothing is judged again. False when it was used otherwise. */
export const consumeJudgedPass = async (
  tx: Kysely<Tables>,
  pass: JudgedPass,
  reissueId: string,
  judgedAt: Date,
): Promise<boolean> => (await createVerificationRepository(tx).consume(pass, reissueId, judgedAt)) !== undefined

async function judge(
  db: Kysely<Tables>,
  row: VerificationRow | undefined,
  { target, operatorUserId, rules }: PassClaim,
  at: Date,
): Promise<ServerErrorCode | undefined> {
  const isTheirs =
    row?.memberId === target.memberId && row.userId === target.userId && row.operatorUserId === operatorUserId
  const approver = { memberId: row?.decidedByMemberId ?? null, userId: row?.decidedByUserId ?? null }
  const { failures, approverIsActive } = await createVerificationRepository(db).readSupport(
    target,
    approver,
    failuresSince(at),
  )
  const { secondPersonForAdministrators } = rules
  const risk = { targetRole: target.role, secondPersonForAdministrators, failuresLately: failures }
  // An approval counts as long as whoever gave it is an active helpdesk operator; nobody has to where nobody was asked.
  const approverMayStill = approver.userId === null || approverIsActive
  return refusePass(row, { isTheirs, approverMayStill, risk }, at)
}
