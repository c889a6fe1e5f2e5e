import { DirectoryError, type DirectoryAccount, type PasswordVerdict } from './directory-port.ts'
import type { BindAnswer, LdapConnections } from './ldap-connections.ts'
import { readBindReason, readLdapFailure, readResultCode } from './ldap-failure.ts'

/** The `error` of the password policy’s answer to a bind (draft-behera-ldap-password-policy). */
export const policyErrors = { expired: 0, locked: 1, changeAfterReset: 2 } as const

export const invalidCredentials = 49

/** What a kind of server means by a refusal; undefined for what is no verdict on the password. */
export type ReadRefusal = (code: number, answer: BindAnswer) => PasswordVerdict | undefined

/** Binds with the password, and reads the answer. A wrong one counts at the directory. */
export async function verifyByBind(
  connections: LdapConnections,
  who: { readonly dn: string; readonly account: DirectoryAccount },
  password: string,
  readRefusal: ReadRefusal,
): Promise<PasswordVerdict> {
  // An empty password would be an anonymous bind, which many servers accept (RFC 4513, 5.1.2).
  if (password === '') return 'wrong'
  const answer = await connections.tryBind(who.dn, password)
  return readVerdict(connections, who.account, answer, readRefusal)
}

/** The verdict behind the answer to a bind; throws DirectoryError when there is none in it. */
export function readVerdict(
  connections: LdapConnections,
  account: DirectoryAccount,
  answer: BindAnswer,
  readRefusal: ReadRefusal,
): PasswordVerdict {
  if (answer.refusal === undefined) {
    const hasToChange = answer.policyError === policyErrors.changeAfterReset || account.passwordState === 'temporary'
    return hasToChange ? 'temporary' : 'chosen'
  }
  const code = readResultCode(answer.refusal)
  const verdict = code === undefined ? undefined : readRefusal(code, answer)
  if (verdict !== undefined) return verdict
  if (code === invalidCredentials) return 'wrong'
  throw readLdapFailure(answer.refusal, 'connect', connections.kind)
}

/** Throws what a change of password meets when the present one does not open the account. */
export function requireUsable(verdict: PasswordVerdict, { state }: Pick<DirectoryAccount, 'state'>): void {
  if (verdict === 'temporary' || verdict === 'chosen') return
  if (verdict === 'locked' && state === 'locked')
    throw new DirectoryError('locked_by_administrator', 'an administrator has locked the account')
  if (verdict === 'disabled') throw new DirectoryError('locked_by_administrator', 'the account is disabled')
  throw new DirectoryError('wrong_password', `the present password is ${verdict}`)
}

/**
 * The reasons of Active Directory (MS-ERREF). 773 and 532 are only given for the right password. 701 is the end of the
 * account, not of the password; 530, 531 and 534 are hours, workstations and kinds of logon that are not allowed.
 */
export function readWindowsRefusal(_code: number, answer: BindAnswer): PasswordVerdict | undefined {
  return windowsVerdicts[readBindReason(answer.refusal) ?? '']
}

const windowsVerdicts: Readonly<Record<string, PasswordVerdict>> = {
  '525': 'wrong',
  '52e': 'wrong',
  '530': 'disabled',
  '531': 'disabled',
  '532': 'expired',
  '533': 'disabled',
  '534': 'disabled',
  '701': 'disabled',
  '773': 'temporary',
  '775': 'locked',
}
