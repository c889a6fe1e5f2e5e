import type { Caller } from '../../plugins/request-context.ts'
import type { Rules } from '../policy/policy-service.ts'

/**
 * Must the caller enter their own password again before an act as grave as a reissue (P14)? An unattended desk must not
 * be enough for it. The rule’s 0 stands for never.
 */
export function needsReauthentication(
  { authenticatedAt }: Pick<Caller, 'authenticatedAt'>,
  { reauthenticationSeconds }: Pick<Rules, 'reauthenticationSeconds'>,
  at: Date,
): boolean {
  if (reauthenticationSeconds === 0) return false
  return at.getTime() - authenticatedAt.getTime() > reauthenticationSeconds * 1000
}
