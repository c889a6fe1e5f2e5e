import type { Kysely } from 'kysely'
import type { UserDetail } from '../../../src-shared/api/users.ts'
import type { Tables } from '../../database/tables.ts'
import { createReissueRepository, type LatestReissue } from './reissue-repository.ts'
import { deriveReissueState } from './reissue-state-policy.ts'

export type { LatestReissue } from './reissue-repository.ts'

/** Notes, in the transaction of a password change, that the temporary password of `reissueId` has served its purpose. */
export const markReissueUsed = (tx: Kysely<Tables>, memberId: string, reissueId: string, at: Date): Promise<void> =>
  createReissueRepository(tx).markUsed(memberId, reissueId, at)

/** The same for whoever lives in a directory, where it is not told which reissue a password came from. */
export const markReissuesUsed = (
  tx: Kysely<Tables>,
  user: { readonly memberId: string; readonly userId: string },
  at: Date,
): Promise<void> => createReissueRepository(tx).markPendingUsed(user.memberId, user.userId, at)

/** What a user’s page says of the last reissue. */
export const describeLastReissue = (latest: LatestReissue, at: Date): NonNullable<UserDetail['lastReissue']> => ({
  reissueId: latest.reissueId,
  issuedAt: latest.issuedAt.toISOString(),
  issuedBy: latest.issuedBy,
  state: deriveReissueState(latest, at),
})
