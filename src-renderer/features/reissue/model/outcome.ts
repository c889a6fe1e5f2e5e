import { describeError } from '../../../../src-shared/errors/catalogue.ts'
import type { DeskError } from '../../../../src-shared/ipc/envelope.ts'

const definite = ['validation', 'authorization', 'not_found']

/**
 * Whether it is unknown if the password was reissued (U22): after an error that leaves it open, until the server refuses
 * the request for good. “Not reachable” while checking says nothing about the first attempt.
 */
export function isOutcomeUnknown(wasUnknown: boolean, error: DeskError): boolean {
  if (error.code === 'reauth_required') return wasUnknown
  const { effect, kind } = describeError(error.code)
  return effect === 'unknown' || (wasUnknown && effect !== 'changed' && !definite.includes(kind))
}
