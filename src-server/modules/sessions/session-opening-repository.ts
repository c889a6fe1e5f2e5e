import { sql, type Kysely, type RawBuilder } from 'kysely'
import type { Role } from '../../../src-shared/domain/roles.ts'
import { keepQuery } from '../../database/keep-query.ts'
import { keptPreparedAndCommitted } from '../../database/kept-statements.ts'
import type { Tables } from '../../database/tables.ts'
import { recordForFound, type AuditValues } from '../audit/audit-service.ts'
import type { PasswordProof } from './password-check-service.ts'
import type { EndReason } from './session-repository.ts'

export interface OpenedRow {
  readonly role: Role
  readonly idleSeconds: number
  readonly expiresAt: Date
}

export interface Opening {
  readonly memberId: string
  readonly userId: string
  readonly sessionId: string
  readonly tokenHash: Buffer
  readonly mustChangePassword: boolean
  readonly client: string | null
  readonly at: Date
  /** The session whose place it takes. */
  readonly replaced: string | null
  /** The verifier under newer parameters, where it is to be stored again. */
  readonly renewed: string | null
}

interface Proof {
  readonly isInDirectory: boolean
  readonly verifier: string | null
  readonly directoryVersion: string | null
}

const ended = (reason: EndReason): RawBuilder<unknown> => sql.lit(reason)

const openIfRight = keepQuery<Opening & Proof & AuditValues, OpenedRow>((db, value) => {
  const [memberId, userId] = [sql<string>`${value('memberId')}::text`, sql<string>`${value('userId')}::text`]
  const [at, replaced] = [sql`${value('at')}::timestamptz`, sql`${value('replaced')}::uuid`]
  const ofUser = sql`member_id = ${memberId} and user_id = ${userId}`
  // What ran out does not count and stays as it is.
  const isLiveBesides = sql`l.member_id = ${memberId} and l.user_id = ${userId} and l.ended_at is null
    and l.session_id is distinct from ${replaced} and l.expires_at > ${at}
    and l.last_seen_at > ${at} - p.session_idle_seconds * interval '1 second'`
  // Each changes something only where the user was found, and whoever counts what they return has to wait for them.
  const writes = {
    seen: sql`update users set last_login_at = ${at} where ${ofUser} and exists (select from opening) returning 1`,
    renewed: sql`update credentials set verifier = ${value('renewed')}::text
      where ${ofUser} and ${value('renewed')}::text is not null and exists (select from opening) returning 1`,
    // P18: the token changes with every login, and nobody who has the earlier one gains by this login.
    replaced: sql`update sessions set ended_at = ${at}, end_reason = ${ended('replaced')}
      where member_id = ${memberId} and session_id = ${replaced} and ended_at is null and exists (select from opening)
      returning 1`,
    // Asked again of the one to be ended: its owner may have logged out of it meanwhile.
    crowded_out: sql`update sessions set ended_at = ${at}, end_reason = ${ended('too_many_sessions')}
      where ${ofUser} and ended_at is null and session_id in (
        select l.session_id from sessions l, opening p where ${isLiveBesides}
        order by l.created_at desc, l.session_id offset (select sessions_per_user - 1 from opening)) returning 1`,
    opened: sql`insert into sessions (member_id, session_id, user_id, token_hash, must_change_password, client, created_at,
        last_seen_at, authenticated_at, expires_at)
      select ${memberId}, ${value('sessionId')}::uuid, ${userId}, ${value('tokenHash')}::bytea,
        ${value('mustChangePassword')}::boolean, ${value('client')}::text, ${at}, ${at}, ${at}, expires_at
      from opening returning 1`,
  }
  const steps = Object.entries(writes).map(([name, write]) => sql`${sql.id(name)} as (${write})`)
  const counts = Object.keys(writes).map((name) => sql`(select count(*) from ${sql.id(name)})`)
  const details = sql`${value('details')}::jsonb
    || (select case when count(*) > 0 then jsonb_build_object('sessionsEnded', count(*)) else '{}' end from crowded_out)`
  const found = sql`opening where ${sql.join(counts, sql` + `)} >= 0`
  return sql<OpenedRow>`
    with opening as materialized (
      select u.role, p.session_idle_seconds, p.sessions_per_user,
        ${at} + p.session_absolute_seconds * interval '1 second' as expires_at
      from users u cross join policy p
      left join credentials c on c.member_id = u.member_id and c.user_id = u.user_id
      where u.member_id = ${memberId} and u.user_id = ${userId} and u.state = 'active'
        and case when ${value('isInDirectory')}::boolean
          then u.directory_account_id is not null
            and u.directory_version is not distinct from ${value('directoryVersion')}::text
          else c.verifier = ${value('verifier')}::text end),
    ${sql.join(steps)},
    recorded as (${recordForFound(value, found, { memberId, userId, details })})
    select role, session_idle_seconds as "idleSeconds", expires_at as "expiresAt" from opening
    ${keptPreparedAndCommitted}`.compile(db)
})

/**
 * Opens a session in one statement with the end of the one it replaces, of the oldest when there are too many, and with the
 * audit; the transaction, in which the user must be locked, is committed along with it. Undefined, and nothing done: the
 * password that was right is no longer the user’s, or the user is not active.
 */
export async function openSessionAndCommit(
  tx: Kysely<Tables>,
  opening: Opening,
  proof: PasswordProof,
  recorded: AuditValues,
): Promise<OpenedRow | undefined> {
  const isInDirectory = 'directoryVersion' in proof
  const expected = { isInDirectory, verifier: null, directoryVersion: null, ...proof }
  return (await openIfRight(tx, { ...recorded, ...opening, ...expected }))[0]
}
