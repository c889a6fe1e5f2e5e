import type { Entry } from 'ldapts'
import { DirectoryError, type DirectoryAccount, type ResetReceipt } from './directory-port.ts'
import type { LdapAccountReader, LocatedAccount } from './ldap-account-reader.ts'
import type { LdapConnections } from './ldap-connections.ts'
import { binaryAttributes } from './ldap-entry.ts'
import type { AccountState, LdapDialect } from './ldap-dialect.ts'
import { formatGeneralizedTime, parseGeneralizedTime } from './generalized-time.ts'

/** Throws for an account that is not for a reissue to open again. */
export function requireActive(account: DirectoryAccount): void {
  if (account.state !== 'active') {
    throw new DirectoryError('locked_by_administrator', `the account is ${account.state} by an administrator`)
  }
}

/** So many resets with one end in a row can be told apart. */
const tellableMs = 10_000

/**
 * The end of validity as the server takes it, a second before what stands there if that is this end already: so each reset can
 * be told from those before, also within the second that servers count in and when it is tried again.
 */
export function pickEndTime(validUntil: Date, present: string | undefined): string {
  const presentAt = parseGeneralizedTime(present)?.getTime()
  const earlyMs = presentAt === undefined ? -1 : Math.floor(validUntil.getTime() / 1000) * 1000 - presentAt
  const isTaken = presentAt !== undefined && earlyMs >= 0 && earlyMs < tellableMs
  return formatGeneralizedTime(isTaken ? new Date(presentAt - 1_000) : validUntil)
}

/**
 * Reads back, on the connection that has written (another one may lead to another server), whether the user really has to
 * choose a password. From here on the password is set: a failure is no longer “nothing was changed”.
 */
export async function confirmReset(
  connections: LdapConnections,
  reader: LdapAccountReader,
  dialect: LdapDialect,
  dn: string,
  expiry: ResetReceipt['expiry'],
): Promise<ResetReceipt> {
  const entry = await afterWriting(() => readWritten(connections, reader, dn))
  const state: AccountState | undefined = entry && dialect.readState(entry, new Date())
  if (state?.passwordState !== 'temporary') throw createNotForced('the server does not keep that a change is due')
  return { version: state.version, expiry }
}

/**
 * Whether a repeated password is refused for being the present one already: that of a reset whose answer was lost. Not asked
 * for new ones, since a bind with a wrong password counts as a failed login.
 */
export async function isAlreadySet(
  connections: LdapConnections,
  { dn, account }: LocatedAccount,
  password: string,
  error: unknown,
): Promise<boolean> {
  const isRefused = error instanceof DirectoryError && error.kind === 'password_refused'
  if (!isRefused || account.passwordState !== 'temporary') return false
  return (await connections.tryBind(dn, password)).refusal === undefined
}

/** The password is set, but nobody would be made to change it. */
export function createNotForced(detail: string): DirectoryError {
  return new DirectoryError('not_enforceable', detail, { isWritten: true })
}

/** Whatever fails after the password was sent leaves its outcome unknown. */
export async function afterWriting<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof DirectoryError && error.kind !== 'unknown_outcome') {
      throw new DirectoryError('unknown_outcome', `the password is set; after that: ${error.detail}`, {
        isWritten: true,
      })
    }
    throw error
  }
}

async function readWritten(
  connections: LdapConnections,
  reader: LdapAccountReader,
  dn: string,
): Promise<Entry | undefined> {
  const { searchEntries } = await connections.write(async (client) =>
    client.search(dn, {
      scope: 'base',
      attributes: [...reader.attributes],
      explicitBufferAttributes: [...binaryAttributes],
    }),
  )
  return searchEntries[0]
}
