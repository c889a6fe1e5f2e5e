import type { Kysely } from 'kysely'
import type { UserDetail } from '../../../src-shared/api/users.ts'
import type { Tables } from '../../database/tables.ts'
import { createReissueRepository } from './reissue-repository.ts'
import { deriveReissueState } from './reissue-state-policy.ts'

/** Notes, in the transaction of a password change, that the temporary password of `reissueId` has served its purpose. */
export const markReissueUsed = (tx: Kysely<Tables>, memberId: string, reissueId: string, at: Date): Promise<void> =>
  createReissueRepository(tx).markUsed(memberId, reissueId, at)

export interface ReissueSummary {
  readonly lastReissue: UserDetail['lastReissue']
  /** How many since `since`. */
  readonly count: number
}

/** What a user’s page says of earlier reissues. */
export async function summarizeReissues(
  db: Kysely<Tables>,
  user: { readonly memberId: string; readonly userId: string },
  since: Date,
  at: Date,
): Promise<ReissueSummary> {
  const reissues = createReissueRepository(db)
  const latest = await reissues.findLatest(user.memberId, user.userId)
  if (!latest) return { lastReissue: undefined, count: 0 }
  const { reissueId, issuedAt, issuedBy } = latest
  return {
    lastReissue: { reissueId, issuedAt: issuedAt.toISOString(), issuedBy, state: deriveReissueState(latest, at) },
    count: await reissues.countSince(user.memberId, user.userId, since),
  }
}
