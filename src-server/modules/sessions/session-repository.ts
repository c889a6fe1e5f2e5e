import { sql, type Insertable, type Kysely } from 'kysely'
import type { Role } from '../../../src-shared/domain/roles.ts'
import { keepQuery } from '../../database/keep-query.ts'
import { keptPrepared } from '../../database/kept-statements.ts'
import type { Tables } from '../../database/tables.ts'
import type { Write } from '../../database/write-together.ts'
import type { PolicyRow } from '../policy/rules.ts'
import type { PresentPassword } from './password-check-service.ts'

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

/** What a new session of a user depends on. */
export interface OpeningFacts extends SessionLimits, PresentPassword {
  readonly role: Role
  readonly state: 'active' | 'disabled'
  /** How many live sessions the user has, without the one that is replaced. */
  readonly live: number
}

interface OpeningKeys {
  readonly memberId: string
  readonly userId: string
  readonly replaced: string
  readonly at: Date
}

const readOpeningFacts = keepQuery<OpeningKeys, OpeningFacts>((db, value) =>
  db
    .selectFrom('users')
    .innerJoin('policy', (join) => join.onTrue())
    .leftJoin('credentials', (join) =>
      join.onRef('credentials.member_id', '=', 'users.member_id').onRef('credentials.user_id', '=', 'users.user_id'),
    )
    .select((eb) => [
      'policy.session_idle_seconds as idleSeconds',
      'policy.session_absolute_seconds as absoluteSeconds',
      'policy.sessions_per_user as perUser',
      'users.role',
      'users.state',
      'users.directory_account_id as accountId',
      'users.directory_version as directoryVersion',
      'credentials.verifier',
      eb
        .selectFrom('sessions as live')
        .select(sql<number>`count(*)::int`.as('count'))
        .whereRef('live.member_id', '=', 'users.member_id')
        .whereRef('live.user_id', '=', 'users.user_id')
        .where('live.ended_at', 'is', null)
        .where('live.session_id', '<>', value('replaced'))
        .where('live.expires_at', '>', value('at'))
        .where(
          sql<boolean>`live.last_seen_at > ${value('at')}::timestamptz - policy.session_idle_seconds * interval '1 second'`,
        )
        .$asScalar()
        .$notNull()
        .as('live'),
    ])
    .where('users.member_id', '=', value('memberId'))
    .where('users.user_id', '=', value('userId'))
    .modifyEnd(keptPrepared)
    .compile(),
)

const NO_SESSION = '00000000-0000-0000-0000-000000000000'

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

interface OldestLimits {
  readonly kept: number
  readonly idleSeconds: number
  readonly replacedSessionId: string | undefined
}

export function createSessionRepository(db: Kysely<Tables>) {
  return {
    insert: (row: Insertable<Tables['sessions']>): Write => db.insertInto('sessions').values(row),

    /** The user must be locked. Undefined: there is no such user. */
    readOpeningFacts: async (
      { memberId, userId }: { readonly memberId: string; readonly userId: string },
      replacedSessionId: string | undefined,
      at: Date,
    ): Promise<OpeningFacts | undefined> =>
      (await readOpeningFacts(db, { memberId, userId, replaced: replacedSessionId ?? NO_SESSION, at }))[0],

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
      const ended = db
        .updateTable('sessions')
        .set({ ended_at: at, end_reason: reason })
        .where('member_id', '=', user.memberId)
        .where('user_id', '=', user.userId)
        .where('ended_at', 'is', null)
      return keptSessionId === undefined ? ended : ended.where('session_id', '!=', keptSessionId)
    },

    /**
     * Ends the oldest live sessions of a user so that only `kept` are left besides the one that is replaced. What ran out
     * does not count and stays as it is. The user must be locked.
     */
    endOldest: (
      { memberId, userId }: { readonly memberId: string; readonly userId: string },
      { kept, idleSeconds, replacedSessionId }: OldestLimits,
      at: Date,
    ): Write => {
      const surplus = db
        .selectFrom('sessions')
        .select('session_id')
        .where('member_id', '=', memberId)
        .where('user_id', '=', userId)
        .where('ended_at', 'is', null)
        .where('session_id', '<>', replacedSessionId ?? NO_SESSION)
        .where('expires_at', '>', at)
        .where('last_seen_at', '>', new Date(at.getTime() - idleSeconds * 1000))
        .orderBy('created_at', 'desc')
        .orderBy('session_id')
        .offset(kept)
      return db
        .updateTable('sessions')
        .set({ ended_at: at, end_reason: 'too_many_sessions' satisfies EndReason })
        .where('member_id', '=', memberId)
        .where('session_id', 'in', surplus)
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
