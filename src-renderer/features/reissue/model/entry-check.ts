import type { Policy } from '../../../../src-shared/api/policy.ts'
import type { UserDetail } from '../../../../src-shared/api/users.ts'
import {
  checkTemporaryPassword,
  temporaryPasswordViolations,
  type TemporaryPasswordViolation,
} from '../../../../src-shared/domain/temporary-password.ts'
import type { DeskError } from '../../../../src-shared/ipc/envelope.ts'

/** What stands against a temporary password, as far as this machine can tell; the server decides. */
export function checkEntry(entry: string, policy: Policy, user: UserDetail): TemporaryPasswordViolation[] {
  return checkTemporaryPassword(entry, policy.temporaryPassword, [user.loginId, user.userName, user.memberName])
}

/** The violations among the server's field errors. */
export function refusedViolations(error: DeskError): TemporaryPasswordViolation[] {
  return temporaryPasswordViolations.filter((violation) => error.fields?.some((field) => field.code === violation))
}
