import type { Verification } from '../../../src-shared/api/verifications.ts'
import type { Role } from '../../../src-shared/domain/roles.ts'
import type { ServerErrorCode } from '../../../src-shared/errors/server-errors.ts'

/** How long a verification may take, and how long its pass may be used afterwards (product rule 4B). */
export const VERIFICATION_LIFETIME_MS = 900_000
export const PASS_LIFETIME_MS = 900_000
/** Wrong answers in all that end a verification. */
export const WRONG_ANSWERS_ALLOWED = 3
const MATCHES_NEEDED = 2

/** Failures for one user are counted over a day (H3). */
export const FAILURE_WINDOW_MS = 86_400_000
export const FAILURES_FOR_SECOND_PERSON = 3
/** So many for one member, whoever they were for, are told to its administrators, once an hour at most. */
export const MEMBER_FAILURES_TOLD = 3
export const MEMBER_ALERT_PAUSE_MS = 3_600_000

export interface VerificationFacts {
  readonly state: 'open' | 'passed' | 'failed' | 'suspicious'
  readonly expiresAt: Date
  readonly passExpiresAt: Date | null
  readonly approval: Verification['approval']
  readonly reissueId: string | null
}

/** Its last instant still counts, as with a temporary password. */
const isPast = (limit: Date | null, at: Date): boolean => limit === null || at.getTime() > limit.getTime()

/** The state that is shown: what nobody concluded in time was broken off. */
export const deriveVerificationState = (
  { state, expiresAt }: Pick<VerificationFacts, 'state' | 'expiresAt'>,
  at: Date,
): Verification['state'] => (state === 'open' && isPast(expiresAt, at) ? 'broken_off' : state)

/** Why a verification takes no more answers and no conclusion; undefined while it does. */
export function refuseStep(facts: VerificationFacts, at: Date): ServerErrorCode | undefined {
  if (facts.state === 'open') return isPast(facts.expiresAt, at) ? 'verification_used' : undefined
  return facts.state === 'passed' ? 'verification_used' : 'verification_failed'
}

export const countAttemptsLeft = (wrongAnswers: number): number => Math.max(0, WRONG_ANSWERS_ALLOWED - wrongAnswers)

export interface Conclusion {
  readonly callerIsAdministrator: boolean
  /** Whether somebody was called back under a number on file. */
  readonly isCalledBack: boolean
  /** Different facts of which an answer matched. */
  readonly matchedFacts: number
}

/** What a pass asks for (H1): the person, a call-back, and two facts; the facts alone never suffice. */
export const mayPass = ({ callerIsAdministrator, isCalledBack, matchedFacts }: Conclusion): boolean =>
  callerIsAdministrator && isCalledBack && matchedFacts >= MATCHES_NEEDED

export interface Risk {
  readonly targetRole: Role
  readonly secondPersonForAdministrators: boolean
  /** Verifications for this user that went badly within `FAILURE_WINDOW_MS`, see `wentBadlySince`. */
  readonly failuresLately: number
}

/** Whether one operator is not enough (H2): by policy for administrators, and for everybody after three failures in a day. */
export const needsSecondPerson = ({ targetRole, secondPersonForAdministrators, failuresLately }: Risk): boolean =>
  (targetRole === 'administrator' && secondPersonForAdministrators) || failuresLately >= FAILURES_FOR_SECOND_PERSON

/** Where the second person’s decision stands now. A pass that nobody has used yet comes under a rule made after it. */
export function deriveApproval(facts: VerificationFacts, risk: Risk, at: Date): Verification['approval'] {
  const isUsable = facts.state === 'passed' && facts.reissueId === null && !isPast(facts.passExpiresAt, at)
  return facts.approval === 'not_needed' && isUsable && needsSecondPerson(risk) ? 'awaited' : facts.approval
}

export interface PassBearer {
  /** Whether the pass was made for this user and by this operator. */
  readonly isTheirs: boolean
  /** Whether whoever approved it may still do so; true when nobody had to. */
  readonly approverMayStill: boolean
  readonly risk: Risk
}

/** Why a pass does not open the way to a reissue; undefined when it does. `facts` is undefined for an ID that is none. */
export function refusePass(
  facts: VerificationFacts | undefined,
  { isTheirs, approverMayStill, risk }: PassBearer,
  at: Date,
): ServerErrorCode | undefined {
  // SECURITY: P20. What belongs to somebody else is told apart from nothing by no answer.
  if (!facts || !isTheirs || facts.state !== 'passed') return 'verification_failed'
  if (facts.reissueId !== null || isPast(facts.passExpiresAt, at)) return 'verification_used'
  const approval = deriveApproval(facts, risk, at)
  if (approval === 'awaited') return 'approval_required'
  return approval === 'refused' || !approverMayStill ? 'verification_failed' : undefined
}

/** Why a second operator has nothing to decide here (any more); undefined when they have. */
export function refuseDecision(facts: VerificationFacts, risk: Risk, at: Date): ServerErrorCode | undefined {
  if (facts.state !== 'passed') return 'verification_failed'
  if (facts.reissueId !== null || isPast(facts.passExpiresAt, at)) return 'verification_used'
  return deriveApproval(facts, risk, at) === 'awaited' ? undefined : 'conflict'
}
