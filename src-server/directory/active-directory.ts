import { randomBytes } from 'node:crypto'
import { DirectoryError, type DirectoryCapabilities, type DirectoryPort } from './directory-port.ts'
import { accountFlags, activeDirectoryDialect, readAccountFlags } from './active-directory-dialect.ts'
import type { LdapDirectoryParts } from './ldap-directory-parts.ts'
import { addValue, deleteValue, replace } from './ldap-entry.ts'
import { confirmReset, requireActive } from './ldap-reset.ts'
import { readWindowsRefusal, verifyByBind } from './ldap-verdict.ts'

const capabilities: DirectoryCapabilities = {
  endsSessions: false,
  expiresByItself: false,
  clearsExpiryOnChange: true,
  forcesChange: true,
  // “Old password allowed period”: the default; NTLM, and on Samba LDAP too, unless a change is due.
  previousPasswordMinutes: 60,
  isTransactional: false,
}

const mustChange = '0'

/** Active Directory and Samba. Delegated on the member’s unit: Reset Password, and writing pwdLastSet and lockoutTime. */
export function createActiveDirectory(parts: LdapDirectoryParts): DirectoryPort {
  const { connections, reader, inOrder, shared } = parts

  /** One modification: password, duty to change, and the end of a lock that failed logins have brought about. */
  async function reset(accountId: string, password: string) {
    const { dn, account, entry } = await reader.locate(accountId)
    requireActive(account)
    requireEnforceable(readAccountFlags(entry))
    const changes = [
      replace('unicodePwd', encodePassword(password)),
      replace('pwdLastSet', mustChange),
      replace('lockoutTime', '0'),
    ]
    await connections.write(async (client) => client.modify(dn, changes))
    return await confirmReset(connections, reader, activeDirectoryDialect, dn, 'swept')
  }

  /**
   * Nothing in Active Directory ends a temporary password, so it is replaced by one that nobody knows. Deleting the value 0
   * fails (16) once the user has chosen a password, and nothing is changed then.
   */
  async function expire(accountId: string, version: string) {
    const { dn, account } = await reader.locate(accountId)
    if (account.passwordState !== 'temporary' || account.version !== version) return 'already_changed' as const
    const changes = [
      deleteValue('pwdLastSet', mustChange),
      addValue('pwdLastSet', mustChange),
      replace('unicodePwd', encodePassword(createUnknownPassword())),
    ]
    try {
      await connections.write(async (client) => client.modify(dn, changes))
      return 'expired' as const
    } catch (error) {
      if (error instanceof DirectoryError && error.kind === 'conflict') return 'already_changed' as const
      throw error
    }
  }

  return {
    ...shared,
    capabilities,
    resetToTemporary: async (account, password) =>
      await inOrder(account.accountId, async () => await reset(account.accountId, password)),
    verify: async (accountId, password) =>
      await verifyByBind(connections, await reader.locate(accountId), password, readWindowsRefusal),
    changePassword: async (accountId, currentPassword, newPassword) =>
      await inOrder(accountId, async () => {
        const { dn, account } = await reader.locate(accountId)
        requireActive(account)
        // Who has to change cannot bind: the service account sends both, and the server checks the present one.
        const changes = [
          deleteValue('unicodePwd', encodePassword(currentPassword)),
          addValue('unicodePwd', encodePassword(newPassword)),
        ]
        await connections.write(async (client) => client.modify(dn, changes))
      }),
    unlock: async (accountId) =>
      await inOrder(accountId, async () => {
        const { dn, account } = await reader.locate(accountId)
        requireActive(account)
        await connections.write(async (client) => client.modify(dn, [replace('lockoutTime', '0')]))
      }),
    expire: async (accountId, version) => await inOrder(accountId, async () => await expire(accountId, version)),
    async settle(accountId) {
      const { account } = await reader.locate(accountId)
      return account.passwordState === 'temporary' ? 'still_temporary' : 'nothing'
    },
  }
}

function requireEnforceable(flags: number): void {
  if ((flags & accountFlags.neverExpires) !== 0) {
    throw new DirectoryError('not_enforceable', 'DONT_EXPIRE_PASSWORD is set: no change would be asked for')
  }
  if ((flags & accountFlags.smartcardRequired) !== 0) {
    throw new DirectoryError('not_enforceable', 'the account logs in with a smart card alone')
  }
}

/** UTF-16LE, in quotation marks (MS-ADTS 3.1.1.3.1.5). */
export function encodePassword(password: string): Buffer {
  return Buffer.from(`"${password}"`, 'utf16le')
}

/** 64 random bytes as text; the beginning has all classes that a policy may ask for. */
function createUnknownPassword(): string {
  return `Zz9-${randomBytes(64).toString('base64url')}`
}
