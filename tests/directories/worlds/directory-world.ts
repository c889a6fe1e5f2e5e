import type { DirectoryPort } from '../../../src-server/directory/directory-port.ts'
import type { RunningDirectory } from '../servers/running-directory.ts'

/** An account made for one test. */
export interface TestAccount {
  readonly loginId: string
  readonly member: string
  readonly password: string
}

export interface AccountOptions {
  readonly member?: string
  readonly role?: 'administrator' | 'staff'
  /** DONT_EXPIRE_PASSWORD of Active Directory. */
  readonly neverExpires?: boolean
}

/** What the server itself says to a login, asked without the code under test. */
export type SignIn = 'works' | 'must_change' | 'refused'

/** One server with people in it, and what its administrators and users do behind the back of the tested code. */
export interface DirectoryWorld {
  readonly name: string
  /** What `search` finds there: exactly what contains the text, or also what the product’s own fold makes equal. */
  readonly folds: boolean
  /** The state of an account that an administrator has closed. */
  readonly closedState: 'locked' | 'disabled'
  /** Whether only who knows the password is told that the account is closed. */
  readonly hidesClosed: boolean
  /** Whether the server judges the password of a reset, and that of a user’s own change. */
  readonly judgesResets: boolean
  readonly judgesChanges: boolean
  /** Whether failed logins lock an account; the product’s own store only delays them (decision 0009). */
  readonly locksByFailedLogins: boolean
  /** By the clock of this world, which `waitUntil` waits for; one of our own is set forward instead. */
  now(): Date
  waitUntil(instant: Date): Promise<void>
  /** A member’s part, on the connections of this world. */
  open(memberId?: string): DirectoryPort
  addAccount(options?: AccountOptions): Promise<TestAccount>
  removeAccount(account: TestAccount): Promise<void>
  renameAccount(account: TestAccount, loginId: string): Promise<TestAccount>
  /** To another member’s part. */
  moveAccount(account: TestAccount, member: string): Promise<TestAccount>
  /** As many failed logins as lock an account. */
  lockByFailedLogins(account: TestAccount): Promise<void>
  closeByAdministrator(account: TestAccount): Promise<void>
  signIn(account: TestAccount, password: string): Promise<SignIn>
  /** The user’s own change, with the means of the server. */
  changeOwnPassword(account: TestAccount, present: string, next: string): Promise<void>
  close(): Promise<void>
}

/** A world whose server runs on its own, so that it can be reached in other ways, frozen and looked into. */
export interface ServerWorld extends DirectoryWorld {
  readonly directory: RunningDirectory
  /** Another set of connections, ended with the world. */
  openOwn(change?: ConnectionChange): { readonly port: DirectoryPort; ofMember(memberId: string): DirectoryPort }
  /** An attribute as the administrator sees it. */
  readAttribute(account: TestAccount, attribute: string): Promise<string | undefined>
  writeAttribute(account: TestAccount, attribute: string, value: string | undefined): Promise<void>
  /** A session of the user, bound before whatever comes next. */
  openSession(account: TestAccount): Promise<UserSession>
}

export interface ConnectionChange {
  readonly url?: string
  readonly caFile?: string
  readonly timeoutMs?: number
  readonly startTls?: boolean
  readonly bindDn?: string
  readonly bindPasswordFile?: string
  readonly baseDn?: string
}

export interface UserSession {
  /** Whether the server still answers it as that user. */
  isAnswered(): Promise<boolean>
  /** A new password without the present one; false when refused. */
  setPassword(password: string): Promise<boolean>
  close(): Promise<void>
}
