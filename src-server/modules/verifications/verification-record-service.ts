import type { Kysely } from 'kysely'
import type { Tables } from '../../database/tables.ts'
import type { Rules } from '../policy/policy-service.ts'
import { FAILURE_WINDOW_MS, type Risk } from './verification-policy.ts'
import { createVerificationRepository, type FailuresOf } from './verification-repository.ts'

/** From when on what went badly counts, here and on a user’s page (H3). */
export const failuresSince = (at: Date): Date => new Date(at.getTime() - FAILURE_WINDOW_MS)

/** What decides whether one operator is enough for this user at this moment (H2). */
export async function assessRisk(
  db: Kysely<Tables>,
  target: FailuresOf & { readonly role: Risk['targetRole'] },
  { secondPersonForAdministrators }: Pick<Rules, 'secondPersonForAdministrators'>,
  at: Date,
): Promise<Risk> {
  const failuresLately = await createVerificationRepository(db).countFailures(target, failuresSince(at))
  return { targetRole: target.role, secondPersonForAdministrators, failuresLately }
}
