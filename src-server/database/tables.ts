import type { ColumnType, Generated, GeneratedAlways } from 'kysely'
import type { HandoverKind } from '../../src-shared/api/handover-kinds.ts'
import type { PasswordState, UserState } from '../../src-shared/api/users.ts'
import type { Role } from '../../src-shared/domain/roles.ts'
import type { DirectoryDutiesTable, DirectorySyncTable, ReissueIntentsTable } from './directory-tables.ts'

/** What the database holds. `member_id` leads the keys of every table that grows, so that it can be the partition key. */
export interface Tables {
  members: MembersTable
  users: UsersTable
  credentials: CredentialsTable
  sessions: SessionsTable
  reissues: ReissuesTable
  reissue_handovers: ReissueHandoversTable
  idempotency_keys: IdempotencyKeysTable
  audit_events: AuditEventsTable
  audit_head: AuditHeadTable
  notification_outbox: NotificationOutboxTable
  verifications: VerificationsTable
  verification_answers: VerificationAnswersTable
  throttles: ThrottlesTable
  policy: PolicyTable
  reissue_intents: ReissueIntentsTable
  directory_duties: DirectoryDutiesTable
  directory_sync: DirectorySyncTable
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
  /** Facts that a verification may ask for; they never leave the server. */
  address: string | null
  representative: string | null
  contract_number: string | null
  phone: string | null
  /** When its administrators were last told that verifications go wrong again and again. */
  failures_alerted_at: Instant | null
  /** Name of the directory, in the configuration, that its users live in; null: none. */
  directory: Generated<string | null>
  created_at: Instant
  /** The transaction that last changed what is searched; written by default and by a trigger. */
  search_xact: GeneratedAlways<string>
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
  /** When phone or mail address last changed; written by a trigger. Null: never since registration. */
  contact_changed_at: Instant | null
  /** The right to read the audit; means something for the helpdesk only. */
  is_auditor: Generated<boolean>
  /** The directory’s own identifier; who has one has no row in `credentials`. What follows is null without it. */
  directory_account_id: Generated<string | null>
  directory_state: Generated<'active' | 'disabled' | 'locked' | 'deleted' | null>
  directory_password_state: Generated<PasswordState | null>
  /** Last instant of a temporary password that was reissued here. */
  directory_password_expires_at: Generated<Date | null>
  /** Of the password; changes with it. */
  directory_version: Generated<string | null>
  /** As of when the directory said so; what was read before is not believed. */
  directory_read_at: Generated<Date | null>
  /** As of a member. */
  search_xact: GeneratedAlways<string>
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
  /** When the password was last entered in this session. */
  authenticated_at: Instant
  expires_at: Instant
  ended_at: Instant | null
  /** `account_disabled` is written by a trigger. */
  end_reason:
    | 'logged_out'
    | 'password_reissued'
    | 'password_changed'
    | 'account_disabled'
    | 'replaced'
    | 'too_many_sessions'
    | null
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

/** How a temporary password was handed over, and when first; never any of its characters. */
interface ReissueHandoversTable {
  member_id: WrittenOnce<string>
  reissue_id: WrittenOnce<string>
  kind: WrittenOnce<HandoverKind>
  handed_over_at: WrittenOnce<Date>
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
  /** Without gaps; set by a trigger together with the two hashes. */
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
  prev_hash: GeneratedAlways<Buffer>
  /** SHA-256 over `prev_hash` and the row. */
  hash: GeneratedAlways<Buffer>
}

/** One row: the last link of the chain. Written by a trigger only. */
interface AuditHeadTable {
  seq: GeneratedAlways<number>
  hash: GeneratedAlways<Buffer>
}

interface NotificationOutboxTable {
  member_id: string
  notification_id: string
  kind: 'password_reissued' | 'verification_failed' | 'suspicious_call' | 'repeated_failures'
  /** Null: the security contact of the deployment. */
  recipient_user_id: string | null
  /** Whose password, or for whom somebody called. */
  subject_user_id: string
  reissue_id: string | null
  verification_id: string | null
  queued_at: Instant
  sent_at: Instant | null
  attempts: Generated<number>
  /** When the mailer may try (again). */
  next_attempt_at: Instant
  /** Until when a mailer holds it; another may take it afterwards. */
  claimed_until: Instant | null
  /** When it was given up, and why: a code such as `no_address` or the SMTP status, never an address. */
  failed_at: Instant | null
  last_failure: string | null
}

/** An identity verification of a caller by the helpdesk (H1). */
interface VerificationsTable {
  /** The member of the user called for. */
  member_id: string
  verification_id: string
  user_id: string
  operator_member_id: string
  operator_user_id: string
  state: 'open' | 'passed' | 'failed' | 'suspicious'
  started_at: Instant
  /** Until when it can be concluded; still open afterwards means broken off. */
  expires_at: Instant
  wrong_answers: Generated<number>
  caller_is_administrator: boolean | null
  callback_number_id: string | null
  note: string | null
  concluded_at: Instant | null
  /** Until when a pass can be used for the one reissue. */
  pass_expires_at: Instant | null
  approval: 'not_needed' | 'awaited' | 'approved' | 'refused'
  decided_by_member_id: string | null
  decided_by_user_id: string | null
  decided_at: Instant | null
  /** Set in the transaction of the reissue that used the pass. */
  reissue_id: string | null
}

/** Whether answers matched; never what was said. */
interface VerificationAnswersTable {
  member_id: string
  verification_id: string
  answer_number: number
  fact: string
  matched: boolean
  answered_at: Instant
}

/** Counters shared by all server processes. */
interface ThrottlesTable {
  kind: string
  /** Keyed digest: what was typed as a login ID may be a password. */
  subject: Buffer
  count: number
  window_started_at: Instant
  last_at: Instant
  blocked_until: Instant | null
  /** Whether a refusal of the present block is in the audit. */
  reported: Generated<boolean>
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
  /** So many live sessions of one user at most; a login beyond it ends the oldest. */
  sessions_per_user: Generated<number>
  offline_review_days: Generated<number>
  second_person_for_administrators: Generated<boolean>
  /** A reissue asks for the operator’s own password again when it was last entered longer ago; 0: never. */
  reauthentication_seconds: Generated<number>
  operator_reissues_per_hour: Generated<number>
  /** Whether a slip (連絡票) may show the temporary password on paper. */
  slip_with_password: Generated<boolean>
  /** Told of every reissue for an administrator, and of suspicious calls. */
  security_contact_email: Generated<string | null>
}
