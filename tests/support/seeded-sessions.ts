import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Tables } from '../../src-server/database/tables.ts'
import { createSessionToken, hashSessionToken } from '../../src-server/security/session-token.ts'
import { HOUR_MS, MINUTE_MS } from './fixed-clock.ts'

/** What can be the matter with a session, or nothing (`full`). */
export const sessionStates = ['none', 'ended', 'idle', 'run-out', 'disabled', 'must-change', 'full'] as const
export type SessionState = (typeof sessionStates)[number]

export interface SessionOwner {
  readonly memberId: string
  readonly userId: string
}

/**
 * Puts a session into the database as a login would have left it by `now`, without the cost of checking a password; gives
 * its token, none for `none`. `disabled` is a live session: its owner has to be a disabled user.
 */
export async function seedSession(
  db: Kysely<Tables>,
  owner: SessionOwner,
  state: SessionState,
  now: Date,
): Promise<string | undefined> {
  if (state === 'none') return undefined
  const token = createSessionToken()
  const ago = (ms: number): Date => new Date(now.getTime() - ms)
  // The limits of the policy as it comes: 15 minutes without use, 8 hours in all.
  const createdAt = state === 'run-out' ? ago(8 * HOUR_MS) : state === 'idle' ? ago(HOUR_MS) : ago(1000)
  await db
    .insertInto('sessions')
    .values({
      member_id: owner.memberId,
      session_id: randomUUID(),
      user_id: owner.userId,
      token_hash: hashSessionToken(token),
      must_change_password: state === 'must-change',
      client: null,
      created_at: createdAt,
      last_seen_at: state === 'idle' ? ago(15 * MINUTE_MS) : ago(1000),
      authenticated_at: createdAt,
      expires_at: new Date(createdAt.getTime() + 8 * HOUR_MS),
      ended_at: state === 'ended' ? ago(500) : null,
      end_reason: state === 'ended' ? 'logged_out' : null,
    })
    .execute()
  return token
}
