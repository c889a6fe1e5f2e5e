import type { ColumnType, Generated } from 'kysely'

type Instant = ColumnType<Date, Date, Date>
type WrittenOnce<T> = ColumnType<T, T, never>

/** A reissue in a directory, written before the directory is asked; one open intent per user at most. */
export interface ReissueIntentsTable {
  member_id: WrittenOnce<string>
  /** Of the reissue that it becomes. */
  reissue_id: WrittenOnce<string>
  user_id: WrittenOnce<string>
  operator_member_id: WrittenOnce<string>
  operator_user_id: WrittenOnce<string>
  idempotency_key: WrittenOnce<string>
  account_id: WrittenOnce<string>
  version_before: WrittenOnce<string>
  version_after: string | null
  origin: WrittenOnce<'generated' | 'edited'>
  verification_id: WrittenOnce<string | null>
  note: WrittenOnce<string | null>
  requested_at: WrittenOnce<Date>
  valid_until: WrittenOnce<Date>
  /** Until when some process is working on it; another may take it over afterwards. */
  held_until: Instant
  status: 'requested' | 'applied' | 'not_applied' | 'unconfirmed'
  /** Why it was not applied: a code. */
  reason: string | null
  concluded_at: Instant | null
}

/** What is left to be done in a directory after a reissue. */
export interface DirectoryDutiesTable {
  member_id: WrittenOnce<string>
  reissue_id: WrittenOnce<string>
  /** `expire`: end the temporary password; `settle`: clear what it left behind once the user has chosen one. */
  kind: WrittenOnce<'expire' | 'settle'>
  user_id: WrittenOnce<string>
  /** Of the temporary password. */
  version: string
  due_at: WrittenOnce<Date>
  next_attempt_at: Instant
  attempts: Generated<number>
  claimed_until: Instant | null
  done_at: Instant | null
  outcome: string | null
}

/** How far the mirror of a member has come. */
export interface DirectorySyncTable {
  directory: string
  member_id: string
  cursor: string | null
  /** When the last complete listing ended. */
  completed_at: Instant | null
  succeeded_at: Instant | null
  failures: Generated<number>
  /** A kind of `DirectoryError`. */
  last_failure: string | null
  /** Accounts whose user ID or login ID is another user’s: not imported. */
  collisions: Generated<number>
  held_until: Instant | null
}
