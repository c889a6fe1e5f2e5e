import type { VerificationFact } from '../../../../src-shared/api/verification-facts.ts'

/** Two company facts beside the call-back; the server asks for as many. */
export const factsNeeded = 2

/** What has been established so far; the server keeps its own account and has the last word. */
export interface Progress {
  readonly callbackNumberId: string | null
  readonly callerIsAdministrator: boolean
  readonly answers: Partial<Readonly<Record<VerificationFact, boolean>>>
}

export const noProgress: Progress = { callbackNumberId: null, callerIsAdministrator: false, answers: {} }

const countMatches = ({ answers }: Progress): number => Object.values(answers).filter(Boolean).length

export type MissingStep = 'callback' | 'facts' | 'person'

/** What is still missing for a pass, in the order in which it is done. */
export function findMissing(progress: Progress): MissingStep[] {
  const missing: MissingStep[] = []
  if (progress.callbackNumberId === null) missing.push('callback')
  if (countMatches(progress) < factsNeeded) missing.push('facts')
  if (!progress.callerIsAdministrator) missing.push('person')
  return missing
}

/** Where one goes on: at a fact that was not asked yet, or else at one whose answer was wrong; at last, the pass. */
export type NextStep = 'callback' | 'person' | 'pass' | { readonly fact: VerificationFact }

export function findNextStep(progress: Progress, facts: readonly VerificationFact[]): NextStep {
  const { answers } = progress
  const missing = findMissing(progress)
  const fact = facts.find((asked) => answers[asked] === undefined) ?? facts.find((asked) => answers[asked] === false)
  // Whoever is at the facts stays there until enough of them match.
  if (missing.includes('facts') && fact !== undefined) return { fact }
  if (missing.includes('callback')) return 'callback'
  return missing.includes('person') ? 'person' : 'pass'
}
