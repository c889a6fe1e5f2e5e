import type { Kysely } from 'kysely'
import type { Session } from '../../../src-shared/api/sessions.ts'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import type { ScopedDatabases } from '../../database/scoped-databases.ts'
import type { Tables } from '../../database/tables.ts'
import type { Write } from '../../database/write-together.ts'
import type { Caller, RequestOrigin, SessionUse } from '../../plugins/request-context.ts'
import { hashSessionToken } from '../../security/session-token.ts'
import type { AuditService } from '../audit/audit-service.ts'
import { rulesOf } from '../policy/rules.ts'
import { isDueForTouch, judgeSession } from './session-policy.ts'
import { createSessionRepository, type SessionRecord } from './session-repository.ts'

export interface SessionService {
  /**
   * Whose session a token opens; throws AppError `session_ended` or `session_expired`. What is sent in the background
   * leaves the session’s last sight as it is (P13).
   */
  open(token: string, use?: SessionUse): Promise<Caller>
  /** The same where a session may but need not be presented: undefined for none, an unknown one, and one that has ended. */
  findLive(token: string | undefined): Promise<Caller | undefined>
  logOut(caller: Caller, origin: RequestOrigin): Promise<void>
  logOutEverywhere(caller: Caller, origin: RequestOrigin): Promise<void>
}

export interface SessionDependencies {
  readonly databases: ScopedDatabases
  readonly clock: () => Date
  readonly audit: AuditService
}

export function createSessionService({ databases, clock, audit }: SessionDependencies): SessionService {
  const open = async (token: string, use: SessionUse = 'activity'): Promise<Caller> => {
    // Whose session it is has yet to be found out.
    const sessions = createSessionRepository(databases.server)
    const found = await sessions.findByTokenHash(hashSessionToken(token))
    if (!found) throw new AppError('session_ended')
    const at = clock()
    const verdict = judgeSession({ ...found, idleTimeoutSeconds: found.policy.session_idle_seconds }, at)
    if (verdict !== 'live') throw new AppError(verdict)
    if (use === 'activity' && isDueForTouch(found, at)) await sessions.touch(found.memberId, found.sessionId, at)
    return callerOf(found)
  }

  return {
    open,

    async findLive(token) {
      if (token === undefined) return undefined
      try {
        return await open(token)
      } catch (error) {
        if (error instanceof AppError && (error.code === 'session_ended' || error.code === 'session_expired'))
          return undefined
        throw error
      }
    },

    logOut: (caller, origin) =>
      databases
        .of(caller)
        .transaction()
        .execute(async (tx) => {
          await createSessionRepository(tx).end(caller.memberId, caller.sessionId, 'logged_out', clock()).execute()
          await audit.append(tx, { action: 'log_out', outcome: 'done', actor: caller, origin })
        }),

    logOutEverywhere: (caller, origin) =>
      databases
        .of(caller)
        .transaction()
        .execute(async (tx) => {
          await createSessionRepository(tx).endAllOfUser(caller, 'logged_out', clock()).execute()
          await audit.append(tx, { action: 'log_out_everywhere', outcome: 'done', actor: caller, origin })
        }),
  }
}

/** Ends every session of a user whose password is reissued, as a part of the reissue’s statement (P7). */
export const endSessionsAfterReissue = (
  tx: Kysely<Tables>,
  user: { readonly memberId: string; readonly userId: string },
  at: Date,
): Write => createSessionRepository(tx).endAllOfUser(user, 'password_reissued', at)

/** Whether a caller’s session is still open, seen from within a transaction. */
export const isSessionOpen = (
  tx: Kysely<Tables>,
  { memberId, sessionId }: Pick<Caller, 'memberId' | 'sessionId'>,
): Promise<boolean> => createSessionRepository(tx).isOpen(memberId, sessionId)

const callerOf = (session: SessionRecord): Caller => ({
  sessionId: session.sessionId,
  userId: session.userId,
  loginId: session.loginId,
  userName: session.userName,
  role: session.role,
  memberId: session.memberId,
  memberName: session.memberName,
  timeZone: session.timeZone,
  mustChangePassword: session.mustChangePassword,
  isAuditor: session.isAuditor,
  authenticatedAt: session.authenticatedAt,
  sessionCreatedAt: session.createdAt,
  sessionExpiresAt: session.expiresAt,
  idleTimeoutSeconds: session.policy.session_idle_seconds,
  rules: rulesOf(session.policy),
})

/** The caller’s session as the contract shows it. */
export const describeSession = (
  caller: Omit<Caller, 'isAuditor' | 'authenticatedAt' | 'rules' | 'timeZone'>,
): Session => ({
  sessionId: caller.sessionId,
  user: {
    userId: caller.userId,
    loginId: caller.loginId,
    userName: caller.userName,
    role: caller.role,
    memberId: caller.memberId,
    memberName: caller.memberName,
  },
  mustChangePassword: caller.mustChangePassword,
  createdAt: caller.sessionCreatedAt.toISOString(),
  idleTimeoutSeconds: caller.idleTimeoutSeconds,
  expiresAt: caller.sessionExpiresAt.toISOString(),
})
