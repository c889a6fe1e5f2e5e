import type { Operation } from '../../src-shared/api/routes.ts'

/** Who asks. `auditor` is a helpdesk operator with the right to read the audit. */
export const actors = ['staff', 'administrator', 'helpdesk', 'auditor'] as const
export type Actor = (typeof actors)[number]

/** Whom or what a request is about, as M-A’s administrator and staff see it; the helpdesk belongs to neither member. */
export const users = [
  'self',
  'staff',
  'administrator',
  'disabledStaff',
  'foreignStaff',
  'foreignAdministrator',
  'foreignDisabledAdministrator',
  'helpdesk',
  'unknown',
] as const
/** Entries of the history by the member whose user it was; the helpdesk has issued all but the one of the administrator. */
const entries = ['own', 'ownByAdministrator', 'foreign', 'unknown'] as const
const verifications = ['mine', 'anothers', 'awaiting', 'unknown'] as const
const nothing = ['-'] as const

/** `201`, or `403 forbidden_role`. */
export type Outcome = string
type Answers = Readonly<Record<string, Outcome>>

interface Expectation {
  /** `any`: without a session, too. `restricted`: also while a new password has to be chosen. */
  readonly session: 'any' | 'restricted' | 'full'
  /** By whoever may call it at all, what each target is answered; everybody else is refused by role. */
  readonly answers: Partial<Readonly<Record<Actor, Answers>>>
}

const no = {
  role: '403 forbidden_role',
  found: '404 not_found',
  helpdesk: '403 helpdesk_required',
  administrator: '403 administrator_required',
  disabled: '403 account_disabled',
}

const toAll = (answer: Outcome): Expectation['answers'] =>
  Object.fromEntries(actors.map((actor) => [actor, { '-': answer }]))
const toDesk = (answer: Outcome): Expectation['answers'] => ({
  administrator: { '-': answer },
  helpdesk: { '-': answer },
  auditor: { '-': answer },
})
const toHelpdesk = (answers: Answers): Expectation['answers'] => ({ helpdesk: answers, auditor: answers })

/** What an administrator of M-A is told of people outside of M-A: nothing. */
const invisible = {
  foreignStaff: no.found,
  foreignAdministrator: no.found,
  foreignDisabledAdministrator: no.found,
  helpdesk: no.found,
  unknown: no.found,
}

const reissueByAdministrator = (done: Outcome): Answers => ({
  ...invisible,
  self: no.helpdesk,
  staff: done,
  administrator: no.helpdesk,
  disabledStaff: no.disabled,
})

const serveByHelpdesk = (administrators: Outcome): Answers => ({
  self: no.role,
  helpdesk: no.role,
  staff: no.administrator,
  disabledStaff: no.administrator,
  foreignStaff: no.administrator,
  administrator: administrators,
  foreignAdministrator: administrators,
  foreignDisabledAdministrator: no.disabled,
  unknown: no.found,
})

const everybody = (answer: Outcome): Answers => Object.fromEntries(users.map((user) => [user, answer]))

/**
 * Who may do what, written down from the product’s rules and not from the code: seed 1–3, product.md §4B. A route that is
 * not here fails the sweep.
 */
export const expectations: Readonly<Record<Operation, Expectation>> = {
  logIn: { session: 'any', answers: toAll('401 invalid_credentials') },
  readSession: { session: 'restricted', answers: toAll('200') },
  logOut: { session: 'restricted', answers: toAll('204') },
  logOutEverywhere: { session: 'restricted', answers: toAll('204') },
  choosePassword: { session: 'restricted', answers: toAll('401 invalid_credentials') },
  readPolicy: { session: 'restricted', answers: toAll('200') },
  searchUsers: { session: 'full', answers: toDesk('200') },
  readUser: {
    session: 'full',
    answers: {
      administrator: { ...everybody('200'), ...invisible },
      ...toHelpdesk({ ...everybody('200'), unknown: no.found }),
    },
  },
  suggestTemporaryPassword: {
    session: 'full',
    answers: { administrator: reissueByAdministrator('201'), ...toHelpdesk(serveByHelpdesk('201')) },
  },
  reissuePassword: {
    session: 'full',
    answers: {
      administrator: reissueByAdministrator('201'),
      ...toHelpdesk(serveByHelpdesk('422 verification_required')),
    },
  },
  listReissues: { session: 'full', answers: toDesk('200') },
  readReissue: {
    session: 'full',
    answers: {
      administrator: { own: '200', ownByAdministrator: '200', foreign: no.found, unknown: no.found },
      ...toHelpdesk({ own: '200', ownByAdministrator: '200', foreign: '200', unknown: no.found }),
    },
  },
  readReissueStatistics: { session: 'full', answers: toDesk('200') },
  recordHandover: {
    session: 'full',
    answers: {
      administrator: { own: no.role, ownByAdministrator: '200', foreign: no.found, unknown: no.found },
      helpdesk: { own: '200', ownByAdministrator: no.role, foreign: '200', unknown: no.found },
      auditor: { own: no.role, ownByAdministrator: no.role, foreign: no.role, unknown: no.found },
    },
  },
  startVerification: { session: 'full', answers: toHelpdesk(serveByHelpdesk('201')) },
  answerVerification: {
    session: 'full',
    answers: toHelpdesk({ mine: '200', anothers: no.found, awaiting: no.found, unknown: no.found }),
  },
  concludeVerification: {
    session: 'full',
    answers: toHelpdesk({ mine: '200', anothers: no.found, awaiting: no.found, unknown: no.found }),
  },
  readVerification: {
    session: 'full',
    answers: toHelpdesk({ mine: '200', anothers: '200', awaiting: '200', unknown: no.found }),
  },
  listVerifications: { session: 'full', answers: toHelpdesk({ '-': '200' }) },
  decideVerification: {
    session: 'full',
    answers: toHelpdesk({ mine: no.role, anothers: '422 verification_failed', awaiting: '200', unknown: no.found }),
  },
  listAuditEvents: { session: 'full', answers: { auditor: { '-': '200' } } },
  readAuditProof: { session: 'full', answers: { auditor: { '-': '200' } } },
}

/** The targets that make a difference to an operation. */
export function targetsOf(operation: Operation): readonly string[] {
  const named = new Set(Object.values(expectations[operation].answers).flatMap((answers) => Object.keys(answers)))
  return (
    [users, entries, verifications, nothing].find((kind) =>
      kind.some((target) => named.has(target) && target !== 'unknown'),
    ) ?? nothing
  )
}

/** What is wrong with a session comes before everything else, and the role before the target. */
export function expectOutcome(operation: Operation, actor: Actor, state: string, target: string): Outcome {
  const { session, answers } = expectations[operation]
  if (session !== 'any') {
    if (['none', 'ended', 'disabled'].includes(state)) return '401 session_ended'
    if (['idle', 'run-out'].includes(state)) return '401 session_expired'
    if (state === 'must-change' && session === 'full') return '403 password_change_required'
  }
  const answer = answers[actor] ?? undefined
  return answer === undefined ? no.role : (answer[target] ?? `nothing expected of ${operation} for ${target}`)
}
