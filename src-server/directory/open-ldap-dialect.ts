import type { LdapChangeMarks } from './ldap-change-feed.ts'
import { inetOrgPersonMapping, type LdapDialect } from './ldap-dialect.ts'
import { isTrue, readText } from './ldap-entry.ts'
import { createEqualsFilter } from './ldap-filter.ts'
import { parseGeneralizedTime } from './generalized-time.ts'

/** The time that says “by an administrator, for good” (draft-behera-ldap-password-policy, 5.3.3). */
export const lockedForGood = '000001010000Z'

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export const openLdapDialect: LdapDialect = {
  kind: 'open-ldap',
  mapping: inetOrgPersonMapping,
  stateAttributes: ['pwdReset', 'pwdEndTime', 'pwdAccountLockedTime', 'pwdChangedTime'],
  idAttribute: 'entryUUID',
  readAccountId: (entry) => readText(entry, 'entryUUID')?.toLowerCase(),
  createIdFilter: (accountId) => (uuid.test(accountId) ? createEqualsFilter('entryUUID', accountId) : undefined),
  readState(entry, now) {
    const endTime = readText(entry, 'pwdEndTime')
    const endsAt = parseGeneralizedTime(endTime)
    const isOver = endsAt !== undefined && endsAt <= now
    return {
      state: readText(entry, 'pwdAccountLockedTime') === lockedForGood ? 'locked' : 'active',
      passwordState: isOver ? 'expired' : isTrue(entry, 'pwdReset') ? 'temporary' : 'active',
      version: [readText(entry, 'pwdChangedTime'), readText(entry, 'pwdReset'), endTime].join('/'),
    }
  },
}

/** CSNs are exact to the microsecond and sort as text. */
export const openLdapChangeMarks: LdapChangeMarks = {
  attribute: 'entryCSN',
  readPosition: async () => ({ source: 'entryCSN', highest: undefined }),
  startAfter: (mark) => mark,
  isSeen: (mark, start) => start !== undefined && mark === start.mark,
  moveOn: (highest) => ({ mark: highest, seenAtMs: 0 }),
}
