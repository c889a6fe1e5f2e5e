import { DirectoryError, type DirectoryAccount, type ResetReceipt } from '../../directory/directory-port.ts'
import { mayHaveBeenDone } from './directory-failure-policy.ts'
import type { MemberDirectory } from './directories.ts'

export type WriteOutcome =
  | ({ readonly kind: 'applied' } & ResetReceipt)
  | { readonly kind: 'refused'; readonly error: DirectoryError }
  | { readonly kind: 'unknown' }

export interface PasswordOrder {
  readonly account: DirectoryAccount
  readonly password: string
  readonly validUntil: Date
  /** Of the account, before it was tried for the first time. */
  readonly versionBefore: string
  /** Whether it was tried before, and nobody knows how that ended. */
  readonly isRepeated: boolean
}

/** The first try, and what follows when its answer is lost; each on a connection of its own. */
const ATTEMPTS = 3

/**
 * Sets a temporary password and finds out whether it was set: an answer that was lost is asked for again with the same
 * password, which changes nothing twice; then the directory is looked at. Never rejects.
 */
export async function writePassword(
  { port }: MemberDirectory,
  { account, password, validUntil, versionBefore, isRepeated }: PasswordOrder,
): Promise<WriteOutcome> {
  let refusal: DirectoryError | undefined
  for (let tries = 1; tries <= ATTEMPTS; tries += 1) {
    try {
      return { kind: 'applied', ...(await port.resetToTemporary(account, password, validUntil)) }
    } catch (error) {
      if (!(error instanceof DirectoryError)) return { kind: 'unknown' }
      if (error.isWritten) return { kind: 'refused', error }
      if (mayHaveBeenDone(error)) continue
      // Said no to the first try; a later no may be said because of the first (a password “in the history”).
      if (tries === 1 && !isRepeated) return { kind: 'refused', error }
      if (error.kind !== 'unavailable') refusal = error
      break
    }
  }
  try {
    const seen = await port.get(account.accountId)
    if (seen?.version === versionBefore && refusal) return { kind: 'refused', error: refusal }
    if (seen && seen.version !== versionBefore && seen.passwordState === 'temporary') {
      // Nobody saw that its end was set as well: the sweeper sees to that.
      return { kind: 'applied', version: seen.version, expiry: 'swept' }
    }
  } catch {
    // Not known yet; whoever asks next may learn more.
  }
  return { kind: 'unknown' }
}
