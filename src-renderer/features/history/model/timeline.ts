import type { HandoverKind } from '../../../../src-shared/api/handover-kinds.ts'
import type { ReissueRecord } from '../../../../src-shared/api/reissues.ts'

export interface TimelineStep {
  readonly kind: 'issued' | HandoverKind | 'used' | 'expired' | 'superseded' | 'expires'
  readonly at: string
  /** Not yet: `expires` only. */
  readonly isAhead: boolean
}

/** What happened to a reissue, in order; an open one ends with when it will expire. */
export function toTimeline(record: ReissueRecord): TimelineStep[] {
  const { usedAt, supersededAt, expiresAt, state } = record
  const done = (kind: TimelineStep['kind'], at: string): TimelineStep => ({ kind, at, isAhead: false })
  const steps = [
    ...record.handovers.map(({ kind, at }) => done(kind, at)),
    ...(usedAt === undefined ? [] : [done('used', usedAt)]),
    ...(supersededAt === undefined ? [] : [done('superseded', supersededAt)]),
    ...(state === 'expired' ? [done('expired', expiresAt)] : []),
  ].sort((one, other) => Date.parse(one.at) - Date.parse(other.at))
  return [
    done('issued', record.issuedAt),
    ...steps,
    ...(state === 'pending' ? [{ kind: 'expires', at: expiresAt, isAhead: true } as const] : []),
  ]
}
