import type { Kysely } from 'kysely'
import type { Tables } from '../../database/tables.ts'
import type { Rules } from '../policy/policy-service.ts'
import { FAILURE_WINDOW_MS, type Risk } from './verification-policy.ts'
import { createVerificationRepository } from './verification-repository.ts'

type TargetKeys = { readonly memberId: string; readonly userId: string }

export const failuresSince = (at: Date): Date => new Date(at.getTime() - FAILURE_WINDOW_MS)

/** What a user’s page says of verifications that ended badly within a day (H3). */
export const summarizeFailures = (
  db: Kysely<Tables>,
  { memberId, userId }: TargetKeys,
  at: Date,
): Promise<{ readonly count: number; readonly suspicious: boolean }> =>
  createVerificationRepository(db).countFailures(memberId, userId, failuresSince(at))

/** What decides whether one operator is enough for this user at this moment (H2). */
export async function assessRisk(
  db: Kysely<Tables>,
  target: TargetKeys & { readonly role: Risk['targetRole'] },
  { secondPersonForAdministrators }: Pick<Rules, 'secondPersonForAdministrators'>,
  at: Date,
): Promise<Risk> {
  const { count } = await summarizeFailures(db, target, at)
  return { targetRole: target.role, secondPersonForAdministrators, failuresLately: count }
}
