import type { Kysely } from 'kysely'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import type { Tables } from '../../database/tables.ts'
import { DirectoryError } from '../../directory/directory-port.ts'
import type { PasswordVerifier } from '../../security/password-verifier.ts'
import type { Directories } from '../directories/directories.ts'
import { codeOfFailure } from '../directories/directory-failure-policy.ts'
import { openAccounts, type CredentialRecord, type DirectoryCredential } from '../users/account-service.ts'

/** What a password was right against: the verifier here, or a version of the directory’s account. */
export type PasswordProof = { readonly verifier: string } | { readonly directoryVersion: string | null }

/** A password that was right, wherever it lives. */
export interface CheckedPassword {
  readonly kind: 'chosen' | 'temporary'
  /** The last instant at which a temporary password works. */
  readonly expiresAt: Date | null
  /** It still is the user’s where this is so within a transaction that holds the user. */
  readonly proof: PasswordProof
  /** The verifier under newer parameters, where it is to be stored again. */
  renew(): Promise<string | undefined>
}

export interface CheckedUser {
  readonly memberId: string
  readonly userId: string
}

export interface PasswordCheck {
  /**
   * Undefined when the password is wrong, and for nobody, which takes as long. Throws AppError `overloaded`,
   * `directory_unavailable` or `directory_denied`: then it was not checked. `credential` is what is kept of the user here.
   */
  check(
    db: Kysely<Tables>,
    user: CheckedUser | undefined,
    password: string,
    credential: CredentialRecord | undefined,
  ): Promise<CheckedPassword | undefined>
}

export interface PasswordCheckDependencies {
  readonly passwords: PasswordVerifier
  readonly directories: Directories
}

export function createPasswordCheck({ passwords, directories }: PasswordCheckDependencies): PasswordCheck {
  const checkHere = async (credential: CredentialRecord, password: string): Promise<CheckedPassword | undefined> => {
    if (!(await passwords.verify(credential.verifier, password))) return undefined
    return {
      kind: credential.kind,
      expiresAt: credential.expiresAt,
      proof: { verifier: credential.verifier },
      renew: async () => (passwords.needsRehash(credential.verifier) ? await passwords.hash(password) : undefined),
    }
  }

  const checkThere = async (
    user: CheckedUser,
    { directory, accountId, version, expiresAt }: DirectoryCredential,
    password: string,
  ): Promise<CheckedPassword | undefined> => {
    const found = directories.find(directory, user.memberId)
    if (!found) throw new AppError('directory_unavailable', { detail: 'not configured', retryAfterSeconds: 60 })
    // P12: no quicker than the check of a password that lives here, or of nobody’s.
    const [verdict] = await Promise.all([found.port.verify(accountId, password), passwords.verifyForNobody(password)])
    // Locked, disabled and expired are said by some servers whatever the password; so they tell nothing here.
    if (verdict !== 'temporary' && verdict !== 'chosen') return undefined
    return {
      kind: verdict,
      expiresAt: verdict === 'temporary' ? expiresAt : null,
      proof: { directoryVersion: version },
      renew: async () => undefined,
    }
  }

  return {
    async check(db, user, password, credential) {
      if (user && credential) return checkHere(credential, password)
      const inDirectory = user && (await openAccounts(db).findDirectoryCredential(user.memberId, user.userId))
      try {
        if (user && inDirectory) return await checkThere(user, inDirectory, password)
      } catch (error) {
        if (!(error instanceof DirectoryError)) throw error
        if (error.kind !== 'not_found') throw toUnchecked(error)
      }
      await passwords.verifyForNobody(password)
      return undefined
    },
  }
}

/** A check changes nothing, so there is no outcome that could be unknown. */
function toUnchecked(error: DirectoryError): AppError {
  const code = codeOfFailure(error)
  const isReached = code === 'directory_denied'
  const facts = { detail: error.kind, ...(isReached ? {} : { retryAfterSeconds: 5 }) }
  return new AppError(isReached ? code : 'directory_unavailable', facts, { cause: error })
}
