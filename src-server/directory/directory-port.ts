/**
 * Where passwords live: the product’s own store, or a directory of an organisation. Every adapter holds the same contract
 * (tests/directories), and says in `capabilities` what its server cannot do, so that the desk can show it instead of
 * pretending.
 */
export interface DirectoryPort {
  readonly kind: DirectoryKind
  readonly capabilities: DirectoryCapabilities
  /** Connection, TLS, bind, rights and mapping; reads only, unless an account is named that may be written to. Never rejects. */
  selfTest(canaryAccountId?: string): Promise<readonly DirectoryFinding[]>
  /** At most `limit` accounts of which some attribute contains `text`, in the scope of the directory’s base; for what is not in the index yet. */
  search(
    text: string,
    limit: number,
  ): Promise<{ readonly accounts: readonly DirectoryAccount[]; readonly isTruncated: boolean }>
  /**
   * Every account, or those changed since `since`, page by page; `deleted` only where the server can tell. Without `since` it
   * is complete: whoever is not in it is gone. A page is read when it is asked for, never before.
   */
  readChanges(since: string | null): AsyncIterable<DirectoryChanges>
  /** Undefined when there is no such account (any more). */
  get(accountId: string): Promise<DirectoryAccount | undefined>
  /**
   * Sets a temporary password that has to be changed at the next login, works until `validUntil` at most (natively, or by
   * `expire`), and lifts a lock that failed logins have brought about. Refuses administrative locks and accounts on which no
   * change can be enforced (`not_enforceable`). Sending the same password again after an unknown outcome is safe.
   */
  resetToTemporary(account: DirectoryAccount, password: string, validUntil: Date): Promise<ResetReceipt>
  /** Tries the password at the directory; a wrong one counts there as a failed login. */
  verify(accountId: string, password: string): Promise<PasswordVerdict>
  /** A new password chosen by the user, who proves the present one (`wrong_password`). */
  changePassword(accountId: string, currentPassword: string, newPassword: string): Promise<void>
  /** Lifts a lock that failed logins have brought about, and nothing else. */
  unlock(accountId: string): Promise<void>
  /** Ends a temporary password whose time is over. Never touches one that the user has chosen since. */
  expire(accountId: string, version: string): Promise<'expired' | 'already_changed'>
  /** Clears what a reset has left behind once the user has chosen a password (the end time of OpenLDAP). */
  settle(accountId: string): Promise<'cleared' | 'still_temporary' | 'nothing'>
  close(): Promise<void>
}

export type DirectoryKind = 'native' | 'open-ldap' | 'active-directory' | 'ds389'

export interface DirectoryCapabilities {
  /** Whether a reset ends the sessions and tickets that the user has. */
  readonly endsSessions: boolean
  /** Whether the server itself ends a temporary password; else the sweeper does. */
  readonly expiresByItself: boolean
  /** Whether the user’s own change clears the end of validity; else the sweeper does. */
  readonly clearsExpiryOnChange: boolean
  /** Whether the user is forced to choose a new password. */
  readonly forcesChange: boolean
  /** How long the previous password may go on working, in minutes; 0: not at all. */
  readonly previousPasswordMinutes: number
  /** Whether changing a password asks for the reissue’s own transaction (native) or is a system of its own. */
  readonly isTransactional: boolean
}

export interface DirectoryAccount {
  /** The server’s own stable identifier (entryUUID, objectGUID, nsUniqueId); survives renames. */
  readonly accountId: string
  readonly loginId: string
  readonly userId: string
  readonly userName: string
  readonly phone: string | null
  readonly fax: string | null
  readonly email: string | null
  /** By the member’s `administratorFilter`. */
  readonly role: 'administrator' | 'staff'
  /** `locked`: by an administrator. What failed logins have locked is `active`: a reissue is what helps. */
  readonly state: 'active' | 'disabled' | 'locked'
  readonly passwordState: 'none' | 'active' | 'temporary' | 'expired'
  /** Changes with every change of the password; guards writes and tells a lost answer’s outcome. */
  readonly version: string
}

export interface DirectoryChanges {
  readonly changed: readonly DirectoryAccount[]
  readonly deleted: readonly string[]
  /** To go on from after this page. */
  readonly next: string
}

export interface ResetReceipt {
  readonly version: string
  /** Whether the server ends the password by itself at `validUntil`. */
  readonly expiry: 'native' | 'swept'
}

export type PasswordVerdict = 'temporary' | 'chosen' | 'wrong' | 'locked' | 'disabled' | 'expired'

export interface DirectoryFinding {
  readonly check: 'connect' | 'tls' | 'bind' | 'read' | 'mapping' | 'reset_right' | 'policy' | 'clock' | 'write'
  readonly outcome: 'ok' | 'warning' | 'failed'
  /** What was seen and what to do; English, for operators. Never a secret, never a person’s data. */
  readonly detail: string
}

export const directoryErrorKinds = [
  /** Not reached, or not answering: nothing was changed. */
  'unavailable',
  /** The answer was lost after a write was sent. */
  'unknown_outcome',
  'misconfigured',
  /** The service account lacks a right. */
  'denied',
  'not_found',
  /** The present password, with which a user proves themselves, is not right. */
  'wrong_password',
  /** Length, complexity, history, minimum age. */
  'password_refused',
  /** Somebody else changed the account at the same time. */
  'conflict',
  /** Locked or disabled by an administrator: not to be undone by a reissue. */
  'locked_by_administrator',
  /** The server would not force a change (DONT_EXPIRE_PASSWORD, smart card, no policy). */
  'not_enforceable',
  'protocol',
] as const
export type DirectoryErrorKind = (typeof directoryErrorKinds)[number]

/** What an adapter throws. `detail` is for the log of operators: no password, no person’s data. */
export class DirectoryError extends Error {
  override readonly name = 'DirectoryError'
  readonly kind: DirectoryErrorKind
  readonly detail: string
  /** The password was set all the same: the former one is gone, although this one may not be handed out. */
  readonly isWritten: boolean

  constructor(kind: DirectoryErrorKind, detail = '', options: ErrorOptions & { readonly isWritten?: boolean } = {}) {
    super(kind, options)
    this.kind = kind
    this.detail = detail
    this.isWritten = options.isWritten ?? false
  }
}
