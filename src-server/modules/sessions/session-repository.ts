import type { Insertable, Kysely } from 'kysely'
import type { Role } from '../../../src-shared/domain/roles.ts'
import { keepQuery } from '../../database/keep-query.ts'
import { keptPrepared } from '../../database/kept-statements.ts'
import type { Tables } from '../../database/tables.ts'
import type { Write } from '../../database/write-together.ts'
import type { PolicyRow } from '../policy/rules.ts'

export type EndReason = 'logged_out' | 'password_reissued' | 'password_changed' | 'replaced' | 'too_many_sessions'

/** Rules of the deployment that a new session comes under. */
export interface SessionLimits {
  readonly idleSeconds: number
  readonly absoluteSeconds: number
  readonly perUser: number
}

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

export function createSessionRepository(db: Kysely<Tables>) {
  return {
    insert: async (row: Insertable<Tables['sessions']>): Promise<void> => {
      await db.insertInto('sessions').values(row).execute()
    },

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

    end: async (memberId: string, sessionId: string, reason: EndReason, at: Date): Promise<void> => {
      await db
        .updateTable('sessions')
        .set({ ended_at: at, end_reason: reason })
        .where('member_id', '=', memberId)
        .where('session_id', '=', sessionId)
        .where('ended_at', 'is', null)
        .execute()
    },

    /** Ends every open session of a user, but for the one to be kept. */
    endAllOfUser: (
      user: { readonly memberId: string; readonly userId: string },
      reason: EndReason,
      at: Date,
      keptSessionId?: string,
    ): Write => {
      const ended = db
        .updateTable('sessions')
        .set({ ended_at: at, end_reason: reason })
        .where('member_id', '=', user.memberId)
        .where('user_id', '=', user.userId)
        .where('ended_at', 'is', null)
      return keptSessionId === undefined ? ended : ended.where('session_id', '!=', keptSessionId)
    },

    /**
     * Ends the oldest live sessions of a user so that only `kept` are left, and gives the number of those ended. What ran out
     * does not count and stays as it is. The user must be locked.
     */
    endOldest: async (
      { memberId, userId }: { readonly memberId: string; readonly userId: string },
      kept: number,
      idleSeconds: number,
      at: Date,
    ): Promise<number> => {
      const surplus = db
        .selectFrom('sessions')
        .select('session_id')
        .where('member_id', '=', memberId)
        .where('user_id', '=', userId)
        .where('ended_at', 'is', null)
        .where('expires_at', '>', at)
        .where('last_seen_at', '>', new Date(at.getTime() - idleSeconds * 1000))
        .orderBy('created_at', 'desc')
        .orderBy('session_id')
        .offset(kept)
      const ended = await db
        .updateTable('sessions')
        .set({ ended_at: at, end_reason: 'too_many_sessions' satisfies EndReason })
        .where('member_id', '=', memberId)
        .where('session_id', 'in', surplus)
        .returning('session_id')
        .execute()
      return ended.length
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

    readLimits: (): Promise<SessionLimits> =>
      db
        .selectFrom('policy')
        .select([
          'session_idle_seconds as idleSeconds',
          'session_absolute_seconds as absoluteSeconds',
          'sessions_per_user as perUser',
        ])
        .executeTakeFirstOrThrow(),
  }
}
