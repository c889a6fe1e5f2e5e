import type { ReissueState } from '../../../src-shared/api/reissue-states.ts'

export interface ReissueFacts {
  readonly expiresAt: Date
  readonly usedAt: Date | null
  readonly supersededAt: Date | null
}

/** What has become of a reissue by `at`. A later reissue supersedes only one that could still have been used. */
export function deriveReissueState({ expiresAt, usedAt, supersededAt }: ReissueFacts, at: Date): ReissueState {
  if (usedAt !== null) return 'used'
  if (supersededAt !== null) return 'superseded'
  return at.getTime() > expiresAt.getTime() ? 'expired' : 'pending'
}
