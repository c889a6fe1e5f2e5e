import type { ColumnType, Generated, GeneratedAlways } from 'kysely'
import type { UserState } from '../../src-shared/api/users.ts'
import type { Role } from '../../src-shared/domain/roles.ts'

/** What the database holds. `member_id` leads the keys of every table that grows, so that it can be the partition key. */
export interface Tables {
  members: MembersTable
  users: UsersTable
  credentials: CredentialsTable
  sessions: SessionsTable
  reissues: ReissuesTable
  idempotency_keys: IdempotencyKeysTable
  audit_events: AuditEventsTable
  notification_outbox: NotificationOutboxTable
  policy: PolicyTable
}

type Instant = ColumnType<Date, Date, Date>
type WrittenOnce<T> = ColumnType<T, T, never>

interface MembersTable {
  member_id: string
  member_name: string
  member_id_key: GeneratedAlways<string>
  member_name_key: GeneratedAlways<string>
  /** IANA name; a temporary password’s last day is counted in it. */
  time_zone: Generated<string>
  created_at: Instant
}

interface UsersTable {
  member_id: string
  user_id: string
  login_id: string
  user_name: string
  role: Role
  state: UserState
  phone: string | null
  fax: string | null
  email: string | null
  user_id_key: GeneratedAlways<string>
  /** Also what a login is looked up by, so that width and case do not matter (U1); unique. */
  login_id_key: GeneratedAlways<string>
  user_name_key: GeneratedAlways<string>
  registered_at: Instant
  last_login_at: Instant | null
}

/** A user without a row has no password (imported without one) and cannot log in until a reissue. */
interface CredentialsTable {
  member_id: string
  user_id: string
  kind: 'chosen' | 'temporary'
  /** PHC string, `$argon2id$…`, or `$2b$…` until the next login of an imported user. Never the password itself. */
  verifier: string
  set_at: Instant
  /** The last instant at which a temporary password works; null for a chosen one. */
  expires_at: Instant | null
  reissue_id: string | null
}

interface SessionsTable {
  member_id: string
  session_id: string
  user_id: string
  /** SHA-256 of the bearer token. */
  token_hash: Buffer
  must_change_password: boolean
  client: string | null
  created_at: Instant
  last_seen_at: Instant
  expires_at: Instant
  ended_at: Instant | null
  /** `account_disabled` is written by a trigger. */
  end_reason: 'logged_out' | 'password_reissued' | 'password_changed' | 'account_disabled' | null
}

interface ReissuesTable {
  member_id: string
  reissue_id: WrittenOnce<string>
  user_id: WrittenOnce<string>
  issued_by_member_id: WrittenOnce<string>
  issued_by_user_id: WrittenOnce<string>
  issued_at: WrittenOnce<Date>
  expires_at: WrittenOnce<Date>
  origin: WrittenOnce<'generated' | 'edited'>
  verification_id: WrittenOnce<string | null>
  note: WrittenOnce<string | null>
  used_at: Instant | null
  superseded_at: Instant | null
}

interface IdempotencyKeysTable {
  operator_user_id: string
  key: string
  /** HMAC of the request under a key that is not in the database (never a plain hash: the body holds a password). */
  fingerprint: Buffer
  response: ColumnType<unknown, string, string>
  created_at: Instant
  expires_at: Instant
}

interface AuditEventsTable {
  seq: GeneratedAlways<number>
  at: WrittenOnce<Date>
  action: WrittenOnce<string>
  outcome: WrittenOnce<'done' | 'refused'>
  actor_member_id: WrittenOnce<string | null>
  actor_user_id: WrittenOnce<string | null>
  target_member_id: WrittenOnce<string | null>
  target_user_id: WrittenOnce<string | null>
  request_id: WrittenOnce<string | null>
  remote_address: WrittenOnce<string | null>
  details: ColumnType<unknown, string, never>
}

interface NotificationOutboxTable {
  member_id: string
  notification_id: string
  kind: 'password_reissued'
  recipient_user_id: string
  reissue_id: string
  queued_at: Instant
  sent_at: Instant | null
}

/** One row: the rules of this deployment. */
interface PolicyTable {
  only: Generated<boolean>
  temporary_min_length: Generated<number>
  temporary_max_length: Generated<number>
  temporary_default_length: Generated<number>
  administrator_may_edit: Generated<boolean>
  helpdesk_may_edit: Generated<boolean>
  new_min_length: Generated<number>
  new_max_length: Generated<number>
  helpdesk_may_reissue_staff: Generated<boolean>
  session_idle_seconds: Generated<number>
  session_absolute_seconds: Generated<number>
  offline_review_days: Generated<number>
}
