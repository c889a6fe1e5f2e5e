import type { Entry, Filter } from 'ldapts'
import { DirectoryError, type DirectoryAccount } from './directory-port.ts'
import type { LdapConnections } from './ldap-connections.ts'
import type { AttributeMapping, LdapDialect } from './ldap-dialect.ts'
import { binaryAttributes, readText } from './ldap-entry.ts'
import { createAllFilter, createContainsFilter } from './ldap-filter.ts'

/** One member’s part of a directory: nothing outside is ever seen. */
export interface LdapScope {
  readonly baseDn: string
  readonly userFilter: Filter
  readonly administratorFilter: Filter | undefined
  readonly mapping: AttributeMapping
}

/** An account where it stands now; the DN is for the next request and never kept. */
export interface LocatedAccount {
  readonly dn: string
  readonly account: DirectoryAccount
  readonly entry: Entry
}

export interface LdapAccountReader {
  readonly attributes: readonly string[]
  search(text: string, limit: number): Promise<{ accounts: readonly DirectoryAccount[]; isTruncated: boolean }>
  find(accountId: string): Promise<LocatedAccount | undefined>
  /** Throws DirectoryError `misconfigured` if the base is not there: 389 DS would just find nothing, for ever. */
  requireBase(): Promise<void>
  /** Throws DirectoryError `not_found`. */
  locate(accountId: string): Promise<LocatedAccount>
  /** Identifiers of the member’s administrators, of those that `filter` lets through. */
  readAdministrators(filter?: Filter): Promise<ReadonlySet<string>>
  /** Undefined for an entry that lacks its identifier or login. */
  toAccount(entry: Entry, administrators: ReadonlySet<string>): DirectoryAccount | undefined
}

const pageSize = 500

export function createLdapAccountReader(
  connections: LdapConnections,
  dialect: LdapDialect,
  scope: LdapScope,
): LdapAccountReader {
  const { mapping } = scope
  const attributes = [
    ...new Set([dialect.idAttribute, ...Object.values(mapping), 'cn', ...dialect.stateAttributes]),
  ] satisfies string[]
  const explicitBufferAttributes = [...binaryAttributes]
  const readEntry = async (idFilter: Filter): Promise<Entry | undefined> => {
    const filter = createAllFilter([scope.userFilter, idFilter])
    const options = { filter, attributes, explicitBufferAttributes }
    const { searchEntries } = await connections.read(async (client) => client.search(scope.baseDn, options))
    return searchEntries[0]
  }
  const reader: LdapAccountReader = {
    attributes,
    async search(text, limit) {
      const contains = createContainsFilter(
        [mapping.loginId, mapping.userId, mapping.userName, 'cn', mapping.email],
        text,
      )
      // One page of one more than asked for: bounded where the server ignores size limits, and “there is more” is seen.
      const options = { filter: createAllFilter([scope.userFilter, contains]), attributes, explicitBufferAttributes }
      const page = await readFirstPage(connections, scope.baseDn, { ...options, paged: { pageSize: limit + 1 } })
      if (page.length === 0) await reader.requireBase()
      const administrators = page.length === 0 ? new Set<string>() : await reader.readAdministrators(contains)
      const accounts = page.flatMap((entry) => reader.toAccount(entry, administrators) ?? [])
      return { accounts: accounts.toSorted(compareAccounts).slice(0, limit), isTruncated: accounts.length > limit }
    },
    async find(accountId) {
      const idFilter = dialect.createIdFilter(accountId)
      const entry = idFilter && (await readEntry(idFilter))
      if (!entry) {
        // That nobody is there is only true of a base that is there.
        await reader.requireBase()
        return undefined
      }
      const account = reader.toAccount(entry, await reader.readAdministrators(idFilter))
      return account && { dn: entry.dn, account, entry }
    },
    async requireBase() {
      const { searchEntries } = await connections.read(async (client) =>
        client.search(scope.baseDn, { scope: 'base', attributes: ['1.1'] }),
      )
      if (searchEntries.length === 0) throw new DirectoryError('misconfigured', 'the member’s baseDn cannot be read')
    },
    async locate(accountId) {
      const located = await reader.find(accountId)
      if (!located) throw new DirectoryError('not_found', 'no such account in the member’s subtree')
      return located
    },
    async readAdministrators(among) {
      if (!scope.administratorFilter) return new Set()
      const filter = createAllFilter([scope.userFilter, among, scope.administratorFilter])
      const options = { filter, attributes: [dialect.idAttribute], explicitBufferAttributes, paged: { pageSize } }
      const ids = new Set<string>()
      for await (const page of connections.readPages(scope.baseDn, options)) {
        for (const entry of page) ids.add(dialect.readAccountId(entry) ?? '')
      }
      return ids
    },
    toAccount(entry, administrators) {
      const accountId = dialect.readAccountId(entry)
      const loginId = readText(entry, mapping.loginId)
      if (accountId === undefined || loginId === undefined) return undefined
      return {
        accountId,
        loginId,
        userId: readText(entry, mapping.userId) ?? loginId,
        userName: readText(entry, mapping.userName) ?? readText(entry, 'cn') ?? loginId,
        phone: readText(entry, mapping.phone) ?? null,
        fax: readText(entry, mapping.fax) ?? null,
        email: readText(entry, mapping.email) ?? null,
        role: administrators.has(accountId) ? 'administrator' : 'staff',
        ...dialect.readState(entry, new Date()),
      }
    },
  }
  return reader
}

async function readFirstPage(
  connections: LdapConnections,
  ...search: Parameters<LdapConnections['readPages']>
): Promise<readonly Entry[]> {
  for await (const page of connections.readPages(...search)) return page
  return []
}

const compareAccounts = (one: DirectoryAccount, other: DirectoryAccount): number =>
  one.userName.localeCompare(other.userName, 'ja') || one.loginId.localeCompare(other.loginId, 'en')
