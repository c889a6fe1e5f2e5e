import type { UserDetail, UserWarning } from '../../../src-shared/api/users.ts'
import type { ReissueDecision } from '../../../src-shared/domain/permissions.ts'
import type { Role } from '../../../src-shared/domain/roles.ts'
import type { Contact } from '../../../src-shared/errors/catalogue.ts'
import { MEMBER_FAILURES_TOLD } from '../verifications/verification-policy.ts'
import type { UserScope } from './user-repository.ts'

/** The users that somebody may see at all (P16); every load of a user goes through it. */
export const visibleTo = ({ role, memberId }: { readonly role: Role; readonly memberId: string }): UserScope =>
  role === 'helpdesk' ? 'all-members' : { memberId }

/** What the desk shows beside 再発行: yes, or why not and whom to ask instead. */
export function describeReissuePermission(
  decision: ReissueDecision,
  administrators: readonly Contact[],
): UserDetail['permissions']['reissue'] {
  if (!decision.allowed) {
    return decision.code === 'administrator_required'
      ? { code: decision.code, contacts: administrators.map(({ userName, phone }) => ({ userName, phone })) }
      : { code: decision.code }
  }
  return decision.verificationRequired ? { code: 'verification_required' } : true
}

export const WARNING_WINDOW_MS = 86_400_000
/** How long changed contact data is a reason to look twice: whoever takes an account over changes them first. */
export const CONTACT_CHANGE_WINDOW_MS = 14 * 86_400_000

/** What an operator should know before reissuing (H3). */
export function findWarnings(
  facts: {
    readonly reissuesLately: number
    readonly lastLoginAt: Date | null
    readonly contactChangedAt: Date | null
    /** Verifications that ended badly within `WARNING_WINDOW_MS`. */
    readonly refusals: { readonly count: number; readonly suspicious: boolean }
    /** Those of all users of the member, the broken off included. */
    readonly memberFailures: number
  },
  at: Date,
): UserWarning[] {
  const { reissuesLately, lastLoginAt, contactChangedAt, refusals, memberFailures } = facts
  const warnings: UserWarning[] = []
  if (reissuesLately > 0) warnings.push({ code: 'reissued_recently', count: reissuesLately })
  if (lastLoginAt === null) warnings.push({ code: 'never_logged_in' })
  if (contactChangedAt && at.getTime() - contactChangedAt.getTime() <= CONTACT_CHANGE_WINDOW_MS)
    warnings.push({ code: 'contact_changed_lately', at: contactChangedAt.toISOString() })
  if (refusals.count > 0) warnings.push({ code: 'refused_lately', ...refusals })
  if (memberFailures >= MEMBER_FAILURES_TOLD) warnings.push({ code: 'member_refused_lately', count: memberFailures })
  return warnings
}
