import type { Kysely } from 'kysely'
import type { Tables } from '../../database/tables.ts'
import { writeAndCommit, type Write } from '../../database/write-together.ts'
import type { RequestOrigin } from '../../plugins/request-context.ts'
import {
  createAuditRepository,
  insertForFound,
  insertWhen,
  type AuditRow,
  type AuditValues,
} from './audit-repository.ts'

export type { AuditValues } from './audit-repository.ts'
/** A part of a statement: the event that comes with it is recorded for every row that it finds. */
export const recordForFound = insertForFound

export type AuditAction =
  | 'log_in'
  | 'log_out'
  | 'log_out_everywhere'
  | 'choose_password'
  /** Written before a directory is asked for it. */
  | 'request_password_change'
  | 'call_route'
  | 'read_user'
  | 'suggest_temporary_password'
  | 'reissue_password'
  /** Written before a directory is asked for it. */
  | 'request_reissue'
  | 'record_handover'
  | 'start_verification'
  | 'answer_verification'
  | 'conclude_verification'
  | 'decide_verification'
  | 'read_audit'
  | 'import_users'
  | 'sync_directory'
  | 'expire_temporary_password'
  | 'import_members'
  | 'create_user'
  | 'change_policy'
  | 'grant_right'
  | 'revoke_right'

/** A user by both keys, as the audit keeps them. */
export interface AuditedUser {
  readonly memberId: string
  readonly userId: string
}

export interface AuditEvent {
  readonly action: AuditAction
  readonly outcome: 'done' | 'refused'
  /** Nobody, for a login that failed and for a command at the server’s own machine. */
  readonly actor?: AuditedUser | undefined
  readonly target?: AuditedUser | undefined
  readonly origin: RequestOrigin
  /** Codes, IDs and instants only. Never what somebody typed: it may be a password in the wrong field (P22). */
  readonly details?: Readonly<Record<string, string | number | boolean>>
}

/** Where commands come from that somebody runs at the server’s own machine. */
export const commandOrigin: RequestOrigin = { requestId: 'command', remoteAddress: 'local' }

export interface AuditService {
  /** Appends within the caller’s transaction, so that what is not recorded does not happen (P21, P25). */
  append(db: Kysely<Tables>, event: AuditEvent): Promise<void>
  /** What goes with a statement that records it for what it finds (`recordForFound`). */
  describe(event: Omit<AuditEvent, 'target'>): AuditValues
  /**
   * The same together with what is recorded, as one statement that ends the transaction. The event comes last, since
   * everybody else’s events wait for it until the transaction has ended (decision 0010).
   */
  appendAndCommit(tx: Kysely<Tables>, writes: readonly Write[], event: AuditEvent): Promise<void>
}

export function createAuditService(clock: () => Date): AuditService {
  const rowOf = ({ action, outcome, actor, target, origin, details }: AuditEvent): AuditRow => ({
    at: clock(),
    action,
    outcome,
    actor_member_id: actor?.memberId ?? null,
    actor_user_id: actor?.userId ?? null,
    target_member_id: target?.memberId ?? null,
    target_user_id: target?.userId ?? null,
    request_id: origin.requestId,
    remote_address: origin.remoteAddress,
    details: JSON.stringify(details ?? {}),
  })
  return {
    describe(event) {
      const { target_member_id: _member, target_user_id: _user, ...values } = rowOf(event)
      return values
    },
    append: (db, event) => createAuditRepository(db).insert(rowOf(event)),
    appendAndCommit: (tx, writes, event) => writeAndCommit(tx, writes, insertWhen, rowOf(event)),
  }
}
