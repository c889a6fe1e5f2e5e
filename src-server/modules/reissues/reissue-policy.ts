import { decideReissue, type Principal, type ReissueTarget } from '../../../src-shared/domain/permissions.ts'
import { foldSearchText } from '../../../src-shared/domain/search-text.ts'
import type { FieldError } from '../../../src-shared/errors/catalogue.ts'
import type { ServerErrorCode } from '../../../src-shared/errors/server-errors.ts'
import { findTemporaryPasswordErrors, type NamedUser } from '../policy/password-rules-policy.ts'
import type { Rules } from '../policy/policy-service.ts'

export interface Refusal {
  readonly code: ServerErrorCode
  readonly fields?: readonly FieldError[]
  readonly retryAfterSeconds?: number
}

/**
 * May `actor` reissue for `target`, given what is wrong with the pass they bring? The matrix of roles first, then, for the
 * helpdesk, the verification (H1); an administrator needs none, and what they send as one counts for nothing.
 */
export function refuseReissue(
  actor: Principal,
  target: ReissueTarget,
  rules: Rules,
  passRefusal: ServerErrorCode | undefined,
): Refusal | undefined {
  const decision = decideReissue(actor, target, rules.reissue)
  if (!decision.allowed) return { code: decision.code }
  return decision.verificationRequired && passRefusal !== undefined ? { code: passRefusal } : undefined
}

export interface ProposedPassword {
  readonly value: string
  readonly origin: 'generated' | 'edited'
  readonly note?: string | undefined
}

/** May this password be set? Editing first, since the rules of the value help nobody who may not choose it. */
export function refusePassword(
  actor: Principal,
  target: NamedUser,
  rules: Rules,
  { value, origin, note }: ProposedPassword,
): Refusal | undefined {
  if (origin === 'edited' && !rules.mayEdit(actor.role)) return { code: 'editing_not_allowed' }
  const fields = findTemporaryPasswordErrors(value, rules.temporaryPassword, target)
  if (fields.length > 0) return { code: 'password_policy', fields }
  // SECURITY: P22. A note is kept and shown for ever.
  if (note === undefined || !bareText(note).includes(bareText(value))) return undefined
  return { code: 'invalid_request', fields: [{ path: 'note', code: 'holds_password', message: 'holds the password' }] }
}

/** Letters and digits alone, folded: a password spelled in groups, in capitals or in full width can be read all the same. */
const bareText = (text: string): string => foldSearchText(text).replace(/[^\p{L}\p{N}]/gu, '')

/** Shorter ones are guessed too easily to be suggested, whatever an edited one may be. */
const SHORTEST_SUGGESTION = 10

/** How long a suggestion is: as wished, brought inside the policy’s limits, or the policy’s own length. In characters. */
export function chooseSuggestionLength(
  wished: number | undefined,
  { temporaryPassword }: Pick<Rules, 'temporaryPassword'>,
): number {
  const { minLength, maxLength, defaultLength } = temporaryPassword
  if (wished === undefined) return defaultLength
  return Math.min(Math.max(wished, minLength, SHORTEST_SUGGESTION), maxLength)
}
