import type { Entry } from 'ldapts'
import type { LdapChangeMarks } from './ldap-change-feed.ts'
import { inetOrgPersonMapping, type LdapDialect } from './ldap-dialect.ts'
import { isTrue, readText } from './ldap-entry.ts'
import { createEqualsFilter } from './ldap-filter.ts'
import { formatGeneralizedTime, parseGeneralizedTime } from './generalized-time.ts'

const uniqueId = /^[0-9a-f]{8}(?:-[0-9a-f]{8}){3}$/i

export const ds389Dialect: LdapDialect = {
  kind: 'ds389',
  mapping: inetOrgPersonMapping,
  stateAttributes: ['pwdReset', 'pwdTPRExpireAt', 'nsAccountLock', 'pwdUpdateTime', 'modifyTimestamp', 'modifiersName'],
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
      version: [isTemporary ? 'TRUE' : '', endTime, ...readChangeTimes(entry)].join('/'),
    }
  },
}

/** Whom the password modify operation gives as the author of what it writes. */
const ownName = 'cn=server,cn=plugins,cn=config'

/**
 * When the password was set, with `passwordTrackUpdateTime on`; and what that operation wrote after it: it notes the time
 * after the password, and a server that ends between the two never does. Without tracking, when anything of the entry was
 * changed by anybody: then it moves too often, and a reissue that came to nothing can look as if it was done.
 */
function readChangeTimes(entry: Entry): readonly string[] {
  const modifiedAt = readText(entry, 'modifyTimestamp') ?? ''
  const setAt = readText(entry, 'pwdUpdateTime') ?? modifiedAt
  const isHalf = readText(entry, 'modifiersName')?.toLowerCase() === ownName && modifiedAt > setAt
  return [setAt, isHalf ? modifiedAt : '']
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
