import type { Kysely } from 'kysely'
import type { Tables } from '../../database/tables.ts'
import type { Caller, RequestOrigin } from '../../plugins/request-context.ts'
import { createSessionToken, hashSessionToken } from '../../security/session-token.ts'
import type { AuditService } from '../audit/audit-service.ts'
import { openAccounts, type UserRecord } from '../users/account-service.ts'
import type { CheckedPassword } from './password-check-service.ts'
import { createSessionRepository } from './session-repository.ts'

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

/** Gives the token; undefined when the password that was checked is no longer the user’s, or the user was disabled. */
export type OpenSession = (order: SessionOrder) => Promise<string | undefined>

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
  const isStillRight = async (tx: Kysely<Tables>, { user, checked }: SessionOrder): Promise<boolean> => {
    const accounts = openAccounts(tx)
    // SECURITY: P7. Without the lock, a login with the old password could open its session just after a reissue ended all.
    await accounts.lockUser(user.memberId, user.userId)
    if (!(await checked.isStillRight(tx))) return false
    // Disabled meanwhile: the next try says so. A session opened now would come to life when the user is enabled again.
    const locked = await accounts.findUser({ memberId: user.memberId }, user.userId)
    return locked?.state === 'active'
  }

  return (order) =>
    db.transaction().execute(async (tx) => {
      if (!(await isStillRight(tx, order))) return undefined
      const { user, checked, renewed, client, presented, origin } = order
      const [accounts, repository] = [openAccounts(tx), createSessionRepository(tx)]
      const [at, token, sessionId] = [clock(), createSessionToken(), newId()]
      if (renewed !== undefined) await accounts.replaceVerifier(user.memberId, user.userId, renewed)
      await accounts.recordLogin(user.memberId, user.userId, at)
      const replaced = presented?.userId === user.userId ? presented.sessionId : undefined
      // P18: the token changes with every login, and nobody who has the earlier one gains by this login.
      if (replaced !== undefined) await repository.end(user.memberId, replaced, 'replaced', at)
      const limits = await repository.readLimits()
      // SECURITY: P13. Restricted ones count, too: each has guesses at the current password of its own (decision 0009).
      const crowdedOut = await repository.endOldest(user, limits.perUser - 1, limits.idleSeconds, at)
      const mustChangePassword = checked.kind === 'temporary'
      await repository.insert({
        member_id: user.memberId,
        session_id: sessionId,
        user_id: user.userId,
        token_hash: hashSessionToken(token),
        must_change_password: mustChangePassword,
        client: client ?? null,
        created_at: at,
        last_seen_at: at,
        authenticated_at: at,
        expires_at: new Date(at.getTime() + limits.absoluteSeconds * 1000),
        ended_at: null,
        end_reason: null,
      })
      const details = {
        sessionId,
        mustChangePassword,
        ...(replaced === undefined ? {} : { replacedSessionId: replaced }),
        ...(crowdedOut === 0 ? {} : { sessionsEnded: crowdedOut }),
      }
      await audit.append(tx, { action: 'log_in', outcome: 'done', actor: user, target: user, origin, details })
      return token
    })
}
