import type { LocatedAccount } from './ldap-account-reader.ts'
import { DirectoryError } from './directory-port.ts'
import { encodePasswordModify, passwordModifyOid } from './ldap-ber.ts'
import type { LdapConnections } from './ldap-connections.ts'
import { readVerdict, requireUsable, type ReadRefusal } from './ldap-verdict.ts'

/**
 * The user’s own change by the extended operation of RFC 3062, in the session that the present password opens. Throws
 * DirectoryError: `wrong_password`, `locked_by_administrator`, or what the server has against the new one.
 */
export async function changeInOwnSession(
  connections: LdapConnections,
  { dn, account }: Pick<LocatedAccount, 'dn' | 'account'>,
  { currentPassword, newPassword }: { readonly currentPassword: string; readonly newPassword: string },
  readRefusal: ReadRefusal,
): Promise<void> {
  // An empty one would be an anonymous bind (RFC 4513, 5.1.2).
  if (currentPassword === '') throw new DirectoryError('wrong_password')
  const change = encodePasswordModify({ dn, oldPassword: currentPassword, newPassword })
  const answer = await connections.tryBind(dn, currentPassword, async (client) => {
    await client.exop(passwordModifyOid, change)
  })
  requireUsable(readVerdict(connections, account, answer, readRefusal), account)
}
