import type { PasswordState } from '../../../src-shared/api/users.ts'

export interface CredentialFacts {
  readonly kind: 'chosen' | 'temporary'
  readonly expiresAt: Date | null
}

/** What is known here of a password that lives in a directory. */
export interface DirectoryFacts {
  /** Its name in the configuration. */
  readonly directory: string | null
  readonly passwordState: PasswordState
  /** Of a temporary one that was reissued here. */
  readonly expiresAt: Date | null
}

/** Whether a temporary password no longer works at `at`; its last instant still counts (P3). */
export const isRunOut = ({ expiresAt }: Pick<CredentialFacts, 'expiresAt'>, at: Date): boolean =>
  expiresAt !== null && at.getTime() > expiresAt.getTime()

/** The state in which a user’s password is at `at`, by the server’s clock. */
export function derivePasswordState(credential: CredentialFacts | undefined, at: Date): PasswordState {
  if (credential === undefined) return 'none'
  if (credential.kind === 'chosen') return 'active'
  return isRunOut(credential, at) ? 'expired' : 'temporary'
}

/** The same for a password that lives in a directory: ours to say is only that its time is over. */
export const deriveDirectoryPasswordState = (facts: DirectoryFacts, at: Date): PasswordState =>
  facts.passwordState === 'temporary' && isRunOut(facts, at) ? 'expired' : facts.passwordState
