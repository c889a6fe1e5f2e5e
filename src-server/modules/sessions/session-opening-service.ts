import type { Kysely } from 'kysely'
import type { Session } from '../../../src-shared/api/sessions.ts'
import type { Tables } from '../../database/tables.ts'
import type { Caller, RequestOrigin } from '../../plugins/request-context.ts'
import { createSessionToken, hashSessionToken } from '../../security/session-token.ts'
import type { AuditService } from '../audit/audit-service.ts'
import type { SettleWithin } from '../throttling/charging-service.ts'
import { openAccounts } from '../users/account-service.ts'
import type { LoginUser } from './login-repository.ts'
import type { CheckedPassword } from './password-check-service.ts'
import { openSessionAndCommit } from './session-opening-repository.ts'
import { describeSession } from './session-service.ts'

/** A login whose password was right. */
export interface SessionOrder {
  readonly user: LoginUser
  /** The password that was right. */
  readonly checked: CheckedPassword
  /** The same password under newer parameters, where it is to be stored again. */
  readonly renewed: string | undefined
  /** Settles what the login was charged, with the session, both or neither: whoever is told of a failure has none. */
  readonly settle: SettleWithin
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

/** Opens sessions. Logins of one user take turns at the user’s row, whichever process they come to. */
export function createSessionOpening({ db, clock, newId, audit }: SessionOpeningDependencies): OpenSession {
  return ({ user, checked, renewed, settle, client, presented, origin }) =>
    db.transaction().execute(async (tx) => {
      const [token, sessionId, at] = [createSessionToken(), newId(), clock()]
      const replaced = presented?.userId === user.userId ? presented.sessionId : undefined
      const mustChangePassword = checked.kind === 'temporary'
      // SECURITY: P7. Without the lock, a login with the old password could open its session just after a reissue ended all.
      await openAccounts(tx).lockUserAhead(user.memberId, user.userId)
      await settle(tx)
      const details = {
        sessionId,
        mustChangePassword,
        ...(replaced === undefined ? {} : { replacedSessionId: replaced }),
      }
      // SECURITY: P13. Restricted ones count, too: each has guesses at the current password of its own (decision 0009).
      // Disabled meanwhile: the next try says so. A session opened now would come to life when the user is enabled again.
      const row = await openSessionAndCommit(
        tx,
        {
          memberId: user.memberId,
          userId: user.userId,
          sessionId,
          tokenHash: hashSessionToken(token),
          mustChangePassword,
          client: client ?? null,
          at,
          replaced: replaced ?? null,
          renewed: renewed ?? null,
        },
        checked.proof,
        audit.describe({ action: 'log_in', outcome: 'done', actor: user, origin, details }),
      )
      if (!row) return undefined
      const { role, idleSeconds, expiresAt } = row
      const opened = { sessionId, mustChangePassword, sessionCreatedAt: at, sessionExpiresAt: expiresAt }
      return { token, session: describeSession({ ...user, ...opened, role, idleTimeoutSeconds: idleSeconds }) }
    })
}
