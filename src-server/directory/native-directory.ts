import { createHash } from 'node:crypto'
import { sql, type Kysely } from 'kysely'
import type { Tables } from '../database/tables.ts'
import { derivePasswordState, isRunOut } from '../modules/users/credential-policy.ts'
import { openAccounts, type CredentialRecord, type UserRecord } from '../modules/users/account-service.ts'
import type { PasswordVerifier } from '../security/password-verifier.ts'
import { DirectoryError, type DirectoryAccount, type DirectoryPort } from './directory-port.ts'

export interface NativeDirectoryOptions {
  readonly db: Kysely<Tables>
  readonly memberId: string
  readonly passwords: PasswordVerifier
  readonly clock: () => Date
  readonly newId: () => string
}

const pageSize = 500

/**
 * The product’s own tables as a directory, so that the contract of the port holds of them, too. The reissue itself does not
 * go this way: what it does here is one transaction with everything else (decision 0016).
 */
export function createNativeDirectory({
  db,
  memberId,
  passwords,
  clock,
  newId,
}: NativeDirectoryOptions): DirectoryPort {
  const accounts = openAccounts(db)

  const find = async (
    accountId: string,
  ): Promise<{ user: UserRecord; credential: CredentialRecord | undefined } | undefined> => {
    if (isUnstorable(accountId)) return undefined
    const user = await accounts.findUser({ memberId }, accountId)
    return user && { user, credential: await accounts.findCredential(memberId, accountId) }
  }
  const describe = (user: Omit<UserRecord, 'memberName' | 'timeZone'>, credential: CredentialRecord | undefined) =>
    describeAccount(user, credential, clock())

  const list = async (where: { readonly after: string; readonly text: string }, limit: number) => {
    const rows = await db
      .selectFrom('users')
      .select('user_id')
      .where('member_id', '=', memberId)
      .where('role', '<>', 'helpdesk')
      .where('user_id', '>', where.after)
      .where((eb) =>
        eb.or(
          (['user_id_key', 'login_id_key', 'user_name_key'] as const).map(
            (column) => sql<boolean>`strpos(${eb.ref(column)}, search_key(${where.text})) > 0`,
          ),
        ),
      )
      .orderBy('user_id')
      .limit(limit)
      .execute()
    const found = await Promise.all(rows.map((row) => find(row.user_id)))
    return found.flatMap((one) => (one ? [describe(one.user, one.credential)] : []))
  }

  /** In one transaction with the user locked, on what is so then. */
  const change = <T>(accountId: string, work: (tx: Kysely<Tables>, user: UserRecord) => Promise<T>): Promise<T> =>
    db.transaction().execute(async (tx) => {
      if (isUnstorable(accountId)) throw new DirectoryError('not_found')
      const user = await openAccounts(tx).findUser({ memberId }, accountId)
      if (!user) throw new DirectoryError('not_found')
      await openAccounts(tx).lockUser(memberId, accountId)
      return work(tx, user)
    })

  return {
    kind: 'native',
    capabilities: {
      endsSessions: true,
      expiresByItself: true,
      clearsExpiryOnChange: true,
      forcesChange: true,
      previousPasswordMinutes: 0,
      isTransactional: true,
    },
    selfTest: async () => [{ check: 'connect', outcome: 'ok', detail: 'the product’s own tables' }],
    async search(text, limit) {
      if (isUnstorable(text)) throw new DirectoryError('protocol', 'the text holds U+0000')
      const found = await list({ after: '', text }, limit + 1)
      return { accounts: found.slice(0, limit), isTruncated: found.length > limit }
    },
    // It keeps no record of changes: every reading is a complete one.
    async *readChanges() {
      let after = ''
      for (;;) {
        const changed = await list({ after, text: '' }, pageSize)
        after = changed.at(-1)?.accountId ?? after
        yield { changed, deleted: [], next: '' }
        if (changed.length < pageSize) return
      }
    },
    async get(accountId) {
      const found = await find(accountId)
      return found && describe(found.user, found.credential)
    },
    async resetToTemporary({ accountId }, password, expiresAt) {
      const verifier = await passwords.hash(password)
      return change(accountId, async (tx, user) => {
        if (user.state !== 'active') throw new DirectoryError('locked_by_administrator')
        const temporary = { verifier, expiresAt, reissueId: newId() }
        await openAccounts(tx).setTemporaryPassword(memberId, accountId, temporary, clock()).execute()
        return { version: versionOf({ verifier }), expiry: 'native' }
      })
    },
    async verify(accountId, password) {
      const found = await find(accountId)
      const matches = found?.credential
        ? await passwords.verify(found.credential.verifier, password)
        : await passwords.verifyForNobody(password)
      if (!found) throw new DirectoryError('not_found')
      if (!found.credential || !matches) return 'wrong'
      if (found.user.state !== 'active') return 'disabled'
      if (isRunOut(found.credential, clock())) return 'expired'
      return found.credential.kind
    },
    async changePassword(accountId, currentPassword, newPassword) {
      const found = await find(accountId)
      if (!found) throw new DirectoryError('not_found')
      const checked = found.credential
      if (!checked || !(await passwords.verify(checked.verifier, currentPassword)))
        throw new DirectoryError('wrong_password')
      if (currentPassword === newPassword) throw new DirectoryError('password_refused')
      const verifier = await passwords.hash(newPassword)
      await change(accountId, async (tx, user) => {
        if (user.state !== 'active') throw new DirectoryError('locked_by_administrator')
        const present = await openAccounts(tx).findCredential(memberId, accountId)
        if (present?.verifier !== checked.verifier) throw new DirectoryError('conflict')
        if (isRunOut(present, clock())) throw new DirectoryError('wrong_password')
        await openAccounts(tx).setChosenPassword(memberId, accountId, verifier, clock())
      })
    },
    // Failed logins delay and never lock (decision 0009).
    async unlock(accountId) {
      if (!(await find(accountId))) throw new DirectoryError('not_found')
    },
    expire: (accountId, version) =>
      change(accountId, async (tx) => {
        const present = await openAccounts(tx).findCredential(memberId, accountId)
        if (present?.kind !== 'temporary' || versionOf(present) !== version) return 'already_changed'
        const expired = {
          ...present,
          reissueId: present.reissueId ?? newId(),
          expiresAt: new Date(clock().getTime() - 1),
        }
        await openAccounts(tx).setTemporaryPassword(memberId, accountId, expired, clock()).execute()
        return 'expired'
      }),
    async settle(accountId) {
      const found = await find(accountId)
      if (!found) throw new DirectoryError('not_found')
      return found.credential?.kind === 'temporary' ? 'still_temporary' : 'nothing'
    },
    close: async () => {},
  }
}

/** PostgreSQL keeps no U+0000 in a text; nothing there can have one. */
const isUnstorable = (text: string): boolean => text.includes('\0')

/** Of the verifier and not of the instant: two passwords may be set within one millisecond. */
const versionOf = ({ verifier }: Pick<CredentialRecord, 'verifier'>): string =>
  createHash('sha256').update(verifier).digest('base64url')

function describeAccount(
  user: Omit<UserRecord, 'memberName' | 'timeZone'>,
  credential: CredentialRecord | undefined,
  at: Date,
): DirectoryAccount {
  return {
    accountId: user.userId,
    loginId: user.loginId,
    userId: user.userId,
    userName: user.userName,
    phone: user.phone,
    fax: user.fax,
    email: user.email,
    role: user.role === 'administrator' ? 'administrator' : 'staff',
    state: user.state,
    passwordState: derivePasswordState(credential, at),
    version: credential ? versionOf(credential) : 'none',
  }
}
