import type { Kysely } from 'kysely'
import type { Session } from '../../../src-shared/api/sessions.ts'
import type { Tables } from '../../database/tables.ts'
import type { Caller, RequestOrigin } from '../../plugins/request-context.ts'
import { createSessionToken, hashSessionToken } from '../../security/session-token.ts'
import type { AuditService } from '../audit/audit-service.ts'
import { openAccounts, type UserRecord } from '../users/account-service.ts'
import type { CheckedPassword } from './password-check-service.ts'
import { createSessionRepository } from './session-repository.ts'
import { describeSession } from './session-service.ts'

/** A login whose password was right. */
export interface SessionOrder {
  readonly user: UserRecord
  /** The password that was right. */
  readonly checked: CheckedPassword
  /** The same password under newer parameters, where it is to be stored again. */
  readonly renewed: string | undefined
  readonly client: string | undefined
  /** The live session whose token came with the login; it ends if it is the same user’s. */
  readonly presented: Caller | undefined
  readonly origin: RequestOrigin
}

export interface OpenedSession {
  readonly token: string
  readonly session: Session
}

/** Undefined when the password that was checked is no longer the user’s, or the user was disabled. */
export type OpenSession = (order: SessionOrder) => Promise<OpenedSession | undefined>

export interface SessionOpeningDependencies {
  readonly db: Kysely<Tables>
  readonly clock: () => Date
  readonly newId: () => string
  readonly audit: AuditService
}

/**
 * Opens sessions, each in one transaction with the end of the one it replaces, of the oldest when there are too many, and
 * with the audit. Logins of one user take turns at the user’s row, whichever process they come to.
 */
export function createSessionOpening({ db, clock, newId, audit }: SessionOpeningDependencies): OpenSession {
  return ({ user, checked, renewed, client, presented, origin }) =>
    db.transaction().execute(async (tx) => {
      const [accounts, repository, at] = [openAccounts(tx), createSessionRepository(tx), clock()]
      const replaced = presented?.userId === user.userId ? presented.sessionId : undefined
      // SECURITY: P7. Without the lock, a login with the old password could open its session just after a reissue ended all.
      await accounts.lockUserAhead(user.memberId, user.userId)
      const facts = await repository.readOpeningFacts(user, replaced, at)
      // Disabled meanwhile: the next try says so. A session opened now would come to life when the user is enabled again.
      if (!facts || !checked.isStillRight(facts) || facts.state !== 'active') return undefined
      if (renewed !== undefined) await accounts.replaceVerifier(user.memberId, user.userId, renewed)
      const { role, idleSeconds, absoluteSeconds, perUser, live } = facts
      // SECURITY: P13. Restricted ones count, too: each has guesses at the current password of its own (decision 0009).
      const crowdedOut = Math.max(0, live - (perUser - 1))
      const limits = { kept: perUser - 1, idleSeconds, replacedSessionId: replaced }
      const [token, sessionId, mustChangePassword] = [createSessionToken(), newId(), checked.kind === 'temporary']
      const expiresAt = new Date(at.getTime() + absoluteSeconds * 1000)
      const writes = [
        accounts.recordLogin(user.memberId, user.userId, at),
        // P18: the token changes with every login, and nobody who has the earlier one gains by this login.
        ...(replaced === undefined ? [] : [repository.end(user.memberId, replaced, 'replaced', at)]),
        ...(crowdedOut === 0 ? [] : [repository.endOldest(user, limits, at)]),
        repository.insert({
          member_id: user.memberId,
          session_id: sessionId,
          user_id: user.userId,
          token_hash: hashSessionToken(token),
          must_change_password: mustChangePassword,
          client: client ?? null,
          created_at: at,
          last_seen_at: at,
          authenticated_at: at,
          expires_at: expiresAt,
          ended_at: null,
          end_reason: null,
        }),
      ]
      const details = {
        sessionId,
        mustChangePassword,
        ...(replaced === undefined ? {} : { replacedSessionId: replaced }),
        ...(crowdedOut === 0 ? {} : { sessionsEnded: crowdedOut }),
      }
      const event = { action: 'log_in', outcome: 'done', actor: user, target: user, origin, details } as const
      await audit.appendAndCommit(tx, writes, event)
      const opened = { sessionId, mustChangePassword, sessionCreatedAt: at, sessionExpiresAt: expiresAt }
      return { token, session: describeSession({ ...user, ...opened, role, idleTimeoutSeconds: idleSeconds }) }
    })
}
