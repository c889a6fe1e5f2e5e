import type { DirectoryCapabilities, DirectoryPort } from './directory-port.ts'
import { DirectoryError } from './directory-port.ts'
import type { LdapDirectoryParts } from './ldap-directory-parts.ts'
import { AssertionControl, assertAll, assertEquals, assertNot } from './ldap-ber.ts'
import { replace, readText } from './ldap-entry.ts'
import { afterWriting, confirmReset, createNotForced, isAlreadySet, pickEndTime, requireActive } from './ldap-reset.ts'
import { invalidCredentials, policyErrors, verifyByBind, type ReadRefusal } from './ldap-verdict.ts'
import type { LocatedAccount } from './ldap-account-reader.ts'
import { changeInOwnSession } from './ldap-own-change.ts'
import { lockedForGood, openLdapDialect } from './open-ldap-dialect.ts'

const capabilities: DirectoryCapabilities = {
  endsSessions: false,
  expiresByItself: true,
  clearsExpiryOnChange: false,
  forcesChange: true,
  previousPasswordMinutes: 0,
  isTransactional: false,
}

/** Long ago by every clock: the server’s may differ from ours. */
const past = '20000101000000Z'
const whileNotLockedForGood = assertNot(assertEquals('pwdAccountLockedTime', lockedForGood))
const whileChosen = assertNot(assertEquals('pwdReset', 'TRUE'))

/**
 * OpenLDAP 2.5 or later with the ppolicy overlay (`ppolicy_hash_cleartext`, `pwdMustChange TRUE`). The service account is a
 * “password administrator”: `=mw` on userPassword.
 */
export function createOpenLdapDirectory(parts: LdapDirectoryParts): DirectoryPort {
  const { connections, reader, inOrder, sent, shared } = parts

  /** One modification, so that password, duty to change and end come together or not at all. */
  async function reset(accountId: string, password: string, validUntil: Date) {
    const isRepeated = sent.isRepeated(accountId, password)
    const located = await reader.locate(accountId)
    const { dn, account, entry } = located
    requireActive(account)
    const changes = [
      replace('userPassword', password),
      replace('pwdReset', 'TRUE'),
      replace('pwdEndTime', pickEndTime(validUntil, readText(entry, 'pwdEndTime'))),
    ]
    // Without the guard the write would lift an administrator’s lock that came in between.
    try {
      await modifyWhile(dn, changes, whileNotLockedForGood)
    } catch (error) {
      if (!isRepeated || !(await isAlreadySet(connections, located, password, error))) refuseLocked(error)
    }
    const receipt = await confirmReset(connections, reader, openLdapDialect, dn, 'native')
    // pwdReset alone forces nobody while the policy lacks pwdMustChange, which may not be readable: the bind shows it.
    const { refusal, policyError } = await afterWriting(() => connections.tryBind(dn, password))
    if (refusal === undefined && policyError !== policyErrors.changeAfterReset) {
      throw createNotForced('the policy of this account lacks pwdMustChange TRUE')
    }
    return receipt
  }

  async function expire(accountId: string, version: string) {
    const { dn, account, entry } = await reader.locate(accountId)
    const [changedTime = '', isReset, endTime = ''] = version.split('/')
    if (isReset !== 'TRUE' || readText(entry, 'pwdReset') !== 'TRUE') return 'already_changed' as const
    if (account.passwordState === 'expired' && readText(entry, 'pwdChangedTime') === changedTime)
      return 'expired' as const
    const whileSame = [
      assertEquals('pwdReset', 'TRUE'),
      assertEquals('pwdChangedTime', changedTime),
      assertEquals('pwdEndTime', endTime),
    ]
    try {
      await modifyWhile(dn, [replace('pwdEndTime', past)], assertAll(whileSame))
      return 'expired' as const
    } catch (error) {
      if (isConflict(error)) return 'already_changed' as const
      throw error
    }
  }

  /** A user’s own change leaves the end time, and would lock them out at it. */
  async function settle(accountId: string) {
    const { dn, entry } = await reader.locate(accountId)
    if (readText(entry, 'pwdReset') === 'TRUE') return 'still_temporary' as const
    if (readText(entry, 'pwdEndTime') === undefined) return 'nothing' as const
    try {
      await modifyWhile(dn, [replace('pwdEndTime')], whileChosen)
      return 'cleared' as const
    } catch (error) {
      if (isConflict(error)) return 'still_temporary' as const
      throw error
    }
  }

  const modifyWhile = async (dn: string, changes: ReturnType<typeof replace>[], condition: Buffer): Promise<void> =>
    await connections.write(async (client) => client.modify(dn, changes, new AssertionControl(condition)))

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
        // The sweeper does it again if this fails: the password is changed either way.
        await settle(accountId).catch(() => undefined)
      }),
    unlock: async (accountId) =>
      await inOrder(accountId, async () => {
        const { dn, account } = await reader.locate(accountId)
        requireActive(account)
        await modifyWhile(dn, [replace('pwdAccountLockedTime')], whileNotLockedForGood).catch(refuseLocked)
      }),
    expire: async (accountId, version) => await inOrder(accountId, async () => await expire(accountId, version)),
    settle: async (accountId) => await inOrder(accountId, async () => await settle(accountId)),
  }
}

/** The server says 49 to everything; with `ppolicy_use_lockout` it adds “locked”, which an end time looks like too. */
function createRefusalReader({ account, entry }: LocatedAccount): ReadRefusal {
  return (code, { policyError }) => {
    if (code !== invalidCredentials) return undefined
    if (account.state === 'locked') return 'locked'
    if (account.passwordState === 'expired' || policyError === policyErrors.expired) return 'expired'
    const isLocked = policyError === policyErrors.locked || readText(entry, 'pwdAccountLockedTime') !== undefined
    return isLocked ? 'locked' : undefined
  }
}

const isConflict = (error: unknown): boolean => error instanceof DirectoryError && error.kind === 'conflict'

function refuseLocked(error: unknown): never {
  if (isConflict(error)) throw new DirectoryError('locked_by_administrator', 'an administrator has locked the account')
  throw error
}
