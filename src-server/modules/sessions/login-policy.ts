import type { ServerErrorCode } from '../../../src-shared/errors/server-errors.ts'

export interface LoginFacts {
  readonly state: 'active' | 'disabled'
  readonly passwordState: 'none' | 'active' | 'temporary' | 'expired'
}

/**
 * May somebody whose password was right come in? Only who knows the password learns of a disabled account or an expired
 * temporary password; to everybody else every account looks the same (P12).
 */
export function refuseLogin({ state, passwordState }: LoginFacts): ServerErrorCode | undefined {
  if (state === 'disabled') return 'account_disabled'
  return passwordState === 'expired' ? 'temporary_password_expired' : undefined
}
