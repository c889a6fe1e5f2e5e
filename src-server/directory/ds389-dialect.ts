import type { LdapChangeMarks } from './ldap-change-feed.ts'
import { inetOrgPersonMapping, type LdapDialect } from './ldap-dialect.ts'
import { isTrue, readText } from './ldap-entry.ts'
import { createEqualsFilter } from './ldap-filter.ts'
import { formatGeneralizedTime, parseGeneralizedTime } from './generalized-time.ts'

const uniqueId = /^[0-9a-f]{8}(?:-[0-9a-f]{8}){3}$/i

export const ds389Dialect: LdapDialect = {
  kind: 'ds389',
  mapping: inetOrgPersonMapping,
  stateAttributes: ['pwdReset', 'pwdTPRExpireAt', 'nsAccountLock', 'modifyTimestamp'],
  idAttribute: 'nsUniqueId',
  readAccountId: (entry) => readText(entry, 'nsUniqueId')?.toLowerCase(),
  createIdFilter: (accountId) => (uniqueId.test(accountId) ? createEqualsFilter('nsUniqueId', accountId) : undefined),
  readState(entry, now) {
    const endTime = readText(entry, 'pwdTPRExpireAt')
    const endsAt = parseGeneralizedTime(endTime)
    const isOver = endsAt !== undefined && endsAt <= now
    const isTemporary = isTrue(entry, 'pwdReset')
    return {
      state: isTrue(entry, 'nsAccountLock') ? 'disabled' : 'active',
      passwordState: isTemporary ? (isOver ? 'expired' : 'temporary') : 'active',
      version: [readText(entry, 'pwdReset'), endTime, readText(entry, 'modifyTimestamp')].join('/'),
    }
  },
}

/** Within the second that the marks count in, more may come; after it nothing can. */
const settledAfterMs = 2_000

/** Whole seconds: the last one is read again until it is over. */
export const ds389ChangeMarks: LdapChangeMarks = {
  attribute: 'modifyTimestamp',
  readPosition: async () => ({ source: 'modifyTimestamp', highest: undefined }),
  startAfter: (mark) => mark,
  isSeen: () => false,
  moveOn(highest, former) {
    if (former?.mark !== highest) return { mark: highest, seenAtMs: Date.now() }
    const at = parseGeneralizedTime(highest)
    if (!at || Date.now() - former.seenAtMs < settledAfterMs) return { mark: highest, seenAtMs: former.seenAtMs }
    return { mark: formatGeneralizedTime(new Date(at.getTime() + 1_000)), seenAtMs: Date.now() }
  },
}
