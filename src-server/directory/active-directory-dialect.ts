import type { Entry } from 'ldapts'
import type { LdapChangeMarks } from './ldap-change-feed.ts'
import type { LdapConnections } from './ldap-connections.ts'
import type { AccountState, LdapDialect } from './ldap-dialect.ts'
import { readBytes, readText } from './ldap-entry.ts'
import { createEqualsFilter } from './ldap-filter.ts'
import { formatObjectGuid, parseObjectGuid } from './object-guid.ts'
import { readPasswordVersion } from './password-version.ts'

/** Bits of userAccountControl (MS-ADTS 2.2.16) and of its computed sister. */
export const accountFlags = {
  disabled: 0x2,
  neverExpires: 0x10000,
  smartcardRequired: 0x40000,
  passwordExpired: 0x800000,
} as const

export const activeDirectoryDialect: LdapDialect = {
  kind: 'active-directory',
  mapping: {
    userId: 'employeeID',
    loginId: 'sAMAccountName',
    userName: 'displayName',
    phone: 'telephoneNumber',
    fax: 'facsimileTelephoneNumber',
    email: 'mail',
  },
  stateAttributes: [
    'userAccountControl',
    'msDS-User-Account-Control-Computed',
    'pwdLastSet',
    'accountExpires',
    'replPropertyMetaData',
    'uSNChanged',
  ],
  idAttribute: 'objectGUID',
  readAccountId(entry) {
    const guid = readBytes(entry, 'objectGUID')
    return guid && formatObjectGuid(guid)
  },
  createIdFilter(accountId) {
    const guid = parseObjectGuid(accountId)
    return guid && createEqualsFilter('objectGUID', guid)
  },
  readState(entry, now) {
    const isOver = readFileTime(readText(entry, 'accountExpires')) <= now.getTime()
    const count = readPasswordVersion(readBytes(entry, 'replPropertyMetaData')) ?? `u${readText(entry, 'uSNChanged')}`
    return {
      state: isOver || (readAccountFlags(entry) & accountFlags.disabled) !== 0 ? 'disabled' : 'active',
      passwordState: readPasswordState(entry),
      version: `${readText(entry, 'pwdLastSet') ?? ''}/${count}`,
    }
  },
}

export function readAccountFlags(entry: Entry): number {
  return Number(readText(entry, 'userAccountControl') ?? 0)
}

/** 0 means “has to be changed”, but not for those that never expire. */
function readPasswordState(entry: Entry): AccountState['passwordState'] {
  const lastSet = readText(entry, 'pwdLastSet')
  const flags = readAccountFlags(entry)
  const computed = Number(readText(entry, 'msDS-User-Account-Control-Computed') ?? 0)
  if (lastSet === undefined) return 'none'
  if ((flags & accountFlags.neverExpires) !== 0) return 'active'
  if (lastSet === '0') return 'temporary'
  return (computed & accountFlags.passwordExpired) === 0 ? 'active' : 'expired'
}

const fileTimeEpochMs = 11_644_473_600_000
const ticksPerMs = 10_000
const neverBySize = 9_223_372_036_854_775_000

/** Milliseconds since 1970 of a count of 100 ns since 1601; infinity for the two ways to say never. */
function readFileTime(text: string | undefined): number {
  const ticks = Number(text ?? 0)
  return ticks === 0 || ticks >= neverBySize ? Number.POSITIVE_INFINITY : ticks / ticksPerMs - fileTimeEpochMs
}

/** USNs are of one domain controller each: another one that answers means to read everything. */
export function createActiveDirectoryChangeMarks(connections: LdapConnections): LdapChangeMarks {
  return {
    attribute: 'uSNChanged',
    async readPosition() {
      const attributes = ['highestCommittedUSN', 'dnsHostName', 'dsServiceName']
      const { searchEntries } = await connections.read(async (client) =>
        client.search('', { scope: 'base', attributes }),
      )
      const [root] = searchEntries
      const highest = root && readText(root, 'highestCommittedUSN')
      return { source: (root && (readText(root, 'dsServiceName') ?? readText(root, 'dnsHostName'))) ?? '', highest }
    },
    startAfter: (mark) => String(BigInt(mark) + 1n),
    isSeen: () => false,
    moveOn: (highest) => ({ mark: highest, seenAtMs: 0 }),
  }
}
