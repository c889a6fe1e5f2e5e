import type { Verification } from '../../../../src-shared/api/verifications.ts'

interface Resuming {
  readonly ownUserId: string
  /** A pass that the server has just refused. */
  readonly spentId: string | null
  readonly nowMs: number
}

/**
 * What was left behind: a pass of one’s own that may still be good, or a verification that was never ended, which cannot be
 * gone on with. The clock only spares a useless attempt; whether a pass is good the server says.
 */
export function findLeftBehind(
  latest: Verification | null,
  { ownUserId, spentId, nowMs }: Resuming,
): 'pass' | 'unfinished' | null {
  if (!latest || latest.operator.userId !== ownUserId || latest.verificationId === spentId) return null
  if (latest.state === 'open') return 'unfinished'
  const isGood = latest.state === 'passed' && !latest.used && latest.approval !== 'refused'
  return isGood && latest.passExpiresAt !== undefined && Date.parse(latest.passExpiresAt) > nowMs ? 'pass' : null
}
