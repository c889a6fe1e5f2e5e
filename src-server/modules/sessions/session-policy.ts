/** What decides whether a session still holds. */
export interface SessionFacts {
  readonly lastSeenAt: Date
  readonly expiresAt: Date
  readonly endedAt: Date | null
  readonly state: 'active' | 'disabled'
  readonly idleTimeoutSeconds: number
}

/** `last_seen_at` is written at most once in this time, so that reading does not become writing. */
export const TOUCH_INTERVAL_MS = 60_000

/**
 * Idle and absolute limits (P13). A session whose owner was disabled has ended, whatever its own row says (P17).
 * Since the last sight is kept to the minute, a session may run out up to a minute early, never late.
 */
export function judgeSession(session: SessionFacts, at: Date): 'live' | 'session_ended' | 'session_expired' {
  if (session.endedAt !== null || session.state === 'disabled') return 'session_ended'
  if (at.getTime() >= session.expiresAt.getTime()) return 'session_expired'
  const idleMs = at.getTime() - session.lastSeenAt.getTime()
  return idleMs >= session.idleTimeoutSeconds * 1000 ? 'session_expired' : 'live'
}

export const isDueForTouch = ({ lastSeenAt }: Pick<SessionFacts, 'lastSeenAt'>, at: Date): boolean =>
  at.getTime() - lastSeenAt.getTime() >= TOUCH_INTERVAL_MS
