import { type DirectoryCapabilities, type DirectoryPort } from './directory-port.ts'
import { ds389Dialect } from './ds389-dialect.ts'
import type { LdapDirectoryParts } from './ldap-directory-parts.ts'
import { encodePasswordModify, passwordModifyOid } from './ldap-ber.ts'
import { readText, replace } from './ldap-entry.ts'
import { afterWriting, confirmReset, isAlreadySet, pickEndTime, requireActive } from './ldap-reset.ts'
import { invalidCredentials, policyErrors, verifyByBind, type ReadRefusal } from './ldap-verdict.ts'
import type { LocatedAccount } from './ldap-account-reader.ts'
import { changeInOwnSession } from './ldap-own-change.ts'

const capabilities: DirectoryCapabilities = {
  endsSessions: false,
  expiresByItself: true,
  clearsExpiryOnChange: true,
  forcesChange: true,
  previousPasswordMinutes: 0,
  isTransactional: false,
}

/** Long ago by every clock: the server’s may differ from ours. */
const past = '20000101000000Z'

/** 389 Directory Server 2.3 or later, with `passwordMustChange on` and `passwordTPRDelayExpireAt` as a net below. */
export function createDs389Directory(parts: LdapDirectoryParts): DirectoryPort {
  const { connections, reader, inOrder, sent, shared } = parts

  /** Only the extended operation makes the server ask for a change; it cannot carry the end, so a second step follows. */
  async function reset(accountId: string, password: string, validUntil: Date) {
    const isRepeated = sent.isRepeated(accountId, password)
    const located = await reader.locate(accountId)
    const { dn, account, entry } = located
    requireActive(account)
    const endTime = pickEndTime(validUntil, readText(entry, 'pwdTPRExpireAt'))
    const change = encodePasswordModify({ dn, newPassword: password })
    try {
      await connections.write(async (client) => client.exop(passwordModifyOid, change))
    } catch (error) {
      if (!isRepeated || !(await isAlreadySet(connections, located, password, error))) throw error
    }
    await afterWriting(() => setEnd(dn, endTime))
    return await confirmReset(connections, reader, ds389Dialect, dn, 'native')
  }

  const setEnd = async (dn: string, endTime: string): Promise<void> =>
    await connections.write(async (client) => client.modify(dn, [replace('pwdTPRExpireAt', endTime)]))

  /** No guard is offered: read, then write. The end of a password that was chosen meanwhile has no effect. */
  async function expire(accountId: string, version: string) {
    const { dn, account, entry } = await reader.locate(accountId)
    if (account.passwordState === 'active') return 'already_changed' as const
    const [, endTime = ''] = version.split('/')
    const present = readText(entry, 'pwdTPRExpireAt') ?? ''
    if (present === past) return 'expired' as const
    if (present !== endTime) return 'already_changed' as const
    await setEnd(dn, past)
    return 'expired' as const
  }

  return {
    ...shared,
    capabilities,
    resetToTemporary: async ({ accountId }, password, validUntil) =>
      await inOrder(accountId, async () => await reset(accountId, password, validUntil)),
    async verify(accountId, password) {
      const located = await reader.locate(accountId)
      return await verifyByBind(connections, located, password, createRefusalReader(located))
    },
    changePassword: async (accountId, currentPassword, newPassword) =>
      await inOrder(accountId, async () => {
        const located = await reader.locate(accountId)
        const passwords = { currentPassword, newPassword }
        await changeInOwnSession(connections, located, passwords, createRefusalReader(located))
      }),
    unlock: async (accountId) =>
      await inOrder(accountId, async () => {
        const { dn, account } = await reader.locate(accountId)
        requireActive(account)
        const changes = [replace('passwordRetryCount', '0'), replace('accountUnlockTime')]
        await connections.write(async (client) => client.modify(dn, changes))
      }),
    expire: async (accountId, version) => await inOrder(accountId, async () => await expire(accountId, version)),
    async settle(accountId) {
      const { account } = await reader.locate(accountId)
      return account.passwordState === 'active' ? 'nothing' : 'still_temporary'
    },
  }
}

const constraintViolation = 19
const unwillingToPerform = 53

/** 19 is “too many failures” and “the temporary password is over” alike; 53 is nsAccountLock. */
function createRefusalReader({ account }: LocatedAccount): ReadRefusal {
  return (code, { policyError }) => {
    if (code === constraintViolation) return account.passwordState === 'expired' ? 'expired' : 'locked'
    if (code === unwillingToPerform && account.state === 'disabled') return 'disabled'
    return code === invalidCredentials && policyError === policyErrors.expired ? 'expired' : undefined
  }
}
