import type { Role } from './roles.ts'

/** Who acts, or on whom: the four facts that the matrix of roles asks for. */
export interface Principal {
  readonly userId: string
  readonly memberId: string
  readonly role: Role
}

export interface ReissueTarget extends Principal {
  readonly state: 'active' | 'disabled'
  /** Whether the member has an active administrator, who serves its staff. */
  readonly memberHasAdministrator: boolean
}

export interface ReissueRules {
  /** Lets the helpdesk serve staff too, for a member with no active administrator left. */
  readonly helpdeskMayReissueStaff: boolean
}

export type ReissueRefusal =
  'not_found' | 'forbidden_role' | 'helpdesk_required' | 'administrator_required' | 'account_disabled'

export type ReissueDecision =
  | { readonly allowed: true; readonly verificationRequired: boolean }
  | { readonly allowed: false; readonly code: ReissueRefusal }

const refuse = (code: ReissueRefusal): ReissueDecision => ({ allowed: false, code })

/**
 * The matrix of roles: may `actor` reissue the password of `target`?
 *
 * A user of another member is invisible to staff and administrators (`not_found`, never 403), so that nobody learns
 * which IDs exist elsewhere. `verificationRequired` means that a recorded identity verification has to pass first.
 * Source: seed 1–3; the refusal of a disabled account comes last, so that it tells nothing to somebody not allowed anyway.
 */
export function decideReissue(actor: Principal, target: ReissueTarget, rules: ReissueRules): ReissueDecision {
  const refusal = actor.role === 'helpdesk' ? refuseHelpdesk(target, rules) : refuseWithinMember(actor, target)
  if (refusal) return refuse(refusal)
  if (target.state === 'disabled') return refuse('account_disabled')
  return { allowed: true, verificationRequired: actor.role === 'helpdesk' }
}

function refuseWithinMember(actor: Principal, target: ReissueTarget): ReissueRefusal | undefined {
  if (actor.memberId !== target.memberId) return 'not_found'
  if (actor.role === 'staff') return 'forbidden_role'
  return target.role === 'staff' && actor.userId !== target.userId ? undefined : 'helpdesk_required'
}

function refuseHelpdesk(target: ReissueTarget, rules: ReissueRules): ReissueRefusal | undefined {
  if (target.role === 'administrator') return undefined
  // A colleague at the helpdesk has no administrator to call; the helpdesk's own lead serves them outside of this program.
  if (target.role === 'helpdesk') return 'forbidden_role'
  return rules.helpdeskMayReissueStaff && !target.memberHasAdministrator ? undefined : 'administrator_required'
}
