import type { Kysely } from 'kysely'
import type { Role } from '../../../src-shared/domain/roles.ts'
import { keepQuery, type ValueOf } from '../../database/keep-query.ts'
import { keptPrepared } from '../../database/kept-statements.ts'
import type { Tables } from '../../database/tables.ts'
import { keepWrite, type Write } from '../../database/write-together.ts'
import type { PolicyRow } from '../policy/rules.ts'

export type EndReason = 'logged_out' | 'password_reissued' | 'password_changed' | 'replaced' | 'too_many_sessions'

/** A session with its owner as they are now, and the rules of the deployment. */
export interface SessionRecord {
  readonly sessionId: string
  readonly mustChangePassword: boolean
  readonly isAuditor: boolean
  readonly authenticatedAt: Date
  readonly createdAt: Date
  readonly lastSeenAt: Date
  readonly expiresAt: Date
  readonly endedAt: Date | null
  readonly userId: string
  readonly loginId: string
  readonly userName: string
  readonly role: Role
  readonly state: 'active' | 'disabled'
  readonly memberId: string
  readonly memberName: string
  readonly timeZone: string
  readonly policy: PolicyRow
}

const findByTokenHash = keepQuery<{ tokenHash: Buffer }, SessionRecord>((db, value) =>
  db
    .selectFrom('sessions')
    .innerJoin('users', (join) =>
      join.onRef('users.member_id', '=', 'sessions.member_id').onRef('users.user_id', '=', 'sessions.user_id'),
    )
    .innerJoin('members', 'members.member_id', 'sessions.member_id')
    .innerJoin('policy', (join) => join.onTrue())
    .select(({ fn }) => [
      'sessions.session_id as sessionId',
      'sessions.must_change_password as mustChangePassword',
      'sessions.authenticated_at as authenticatedAt',
      'users.is_auditor as isAuditor',
      'sessions.created_at as createdAt',
      'sessions.last_seen_at as lastSeenAt',
      'sessions.expires_at as expiresAt',
      'sessions.ended_at as endedAt',
      'users.user_id as userId',
      'users.login_id as loginId',
      'users.user_name as userName',
      'users.role',
      'users.state',
      'members.member_id as memberId',
      'members.member_name as memberName',
      'members.time_zone as timeZone',
      fn.toJson('policy').as('policy'),
    ])
    .where('sessions.token_hash', '=', value('tokenHash'))
    .modifyEnd(keptPrepared)
    .compile(),
)

interface EndedSessions {
  readonly memberId: string
  readonly userId: string
  readonly reason: EndReason
  readonly at: Date
}

const endSessions = (db: Kysely<Tables>, value: ValueOf<EndedSessions>) =>
  db
    .updateTable('sessions')
    .set({ ended_at: value('at'), end_reason: value('reason') })
    .where('member_id', '=', value('memberId'))
    .where('user_id', '=', value('userId'))
    .where('ended_at', 'is', null)
const endAll = keepWrite<EndedSessions>(endSessions)
const endOthers = keepWrite<EndedSessions & { readonly keptSessionId: string }>((db, value) =>
  endSessions(db, value).where('session_id', '!=', value('keptSessionId')),
)

export function createSessionRepository(db: Kysely<Tables>) {
  return {
    findByTokenHash: async (tokenHash: Buffer): Promise<SessionRecord | undefined> =>
      (await findByTokenHash(db, { tokenHash }))[0],

    isOpen: async (memberId: string, sessionId: string): Promise<boolean> => {
      const row = await db
        .selectFrom('sessions')
        .select('session_id')
        .where('member_id', '=', memberId)
        .where('session_id', '=', sessionId)
        .where('ended_at', 'is', null)
        .executeTakeFirst()
      return row !== undefined
    },

    touch: async (memberId: string, sessionId: string, at: Date): Promise<void> => {
      await db
        .updateTable('sessions')
        .set({ last_seen_at: at })
        .where('member_id', '=', memberId)
        .where('session_id', '=', sessionId)
        .where('last_seen_at', '<', at)
        .execute()
    },

    end: (memberId: string, sessionId: string, reason: EndReason, at: Date): Write =>
      db
        .updateTable('sessions')
        .set({ ended_at: at, end_reason: reason })
        .where('member_id', '=', memberId)
        .where('session_id', '=', sessionId)
        .where('ended_at', 'is', null),

    /** Ends every open session of a user, but for the one to be kept. */
    endAllOfUser: (
      user: { readonly memberId: string; readonly userId: string },
      reason: EndReason,
      at: Date,
      keptSessionId?: string,
    ): Write => {
      const ended = { memberId: user.memberId, userId: user.userId, reason, at }
      return keptSessionId === undefined ? endAll(db, ended) : endOthers(db, { ...ended, keptSessionId })
    },

    /** Takes the duty to choose a new password off a session, in which a password has just been entered. */
    makeFull: async (memberId: string, sessionId: string, at: Date): Promise<void> => {
      await db
        .updateTable('sessions')
        .set({ must_change_password: false, authenticated_at: at })
        .where('member_id', '=', memberId)
        .where('session_id', '=', sessionId)
        .execute()
    },
  }
}
