import type { Entry, Filter } from 'ldapts'
import type { DirectoryAccount, DirectoryKind } from './directory-port.ts'

/** What is told apart about a kind of server when its entries are read. */
export interface LdapDialect {
  readonly kind: Exclude<DirectoryKind, 'native'>
  /** The attribute of each field unless the configuration names another. */
  readonly mapping: AttributeMapping
  /** Operational attributes that the state is read from. */
  readonly stateAttributes: readonly string[]
  readonly idAttribute: string
  readAccountId(entry: Entry): string | undefined
  /** Undefined for what cannot be an identifier of this kind of server. */
  createIdFilter(accountId: string): Filter | undefined
  readState(entry: Entry, now: Date): AccountState
}

export interface AttributeMapping {
  readonly userId: string
  readonly loginId: string
  readonly userName: string
  readonly phone: string
  readonly fax: string
  readonly email: string
}

export type AccountState = Pick<DirectoryAccount, 'state' | 'passwordState' | 'version'>

/** RFC 4519 and RFC 2798. */
export const inetOrgPersonMapping: AttributeMapping = {
  userId: 'employeeNumber',
  loginId: 'uid',
  userName: 'displayName',
  phone: 'telephoneNumber',
  fax: 'facsimileTelephoneNumber',
  email: 'mail',
}
