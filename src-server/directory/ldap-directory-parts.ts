import type { DirectoryPort } from './directory-port.ts'
import type { LdapAccountReader } from './ldap-account-reader.ts'
import type { LdapConnections } from './ldap-connections.ts'
import type { SentPasswords } from './sent-passwords.ts'

/** What the adapter of each kind of server is made of. */
export interface LdapDirectoryParts {
  readonly connections: LdapConnections
  readonly reader: LdapAccountReader
  /** One write at a time for each account. */
  readonly inOrder: <T>(accountId: string, work: () => Promise<T>) => Promise<T>
  readonly sent: SentPasswords
  /** What is the same for all of them. */
  readonly shared: Pick<DirectoryPort, 'kind' | 'search' | 'get' | 'readChanges' | 'selfTest' | 'close'>
}
