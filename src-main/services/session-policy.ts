import type { Session } from '../../src-shared/api/sessions.ts'
import { AppError, type ErrorCode } from '../../src-shared/errors/catalogue.ts'

/** Nobody has judged the password: the question did not arrive at the server, or what answered was not the server. */
const outOfReach: ReadonlySet<ErrorCode> = new Set([
  'server_unreachable',
  'server_name_not_found',
  'certificate_untrusted',
  'certificate_changed',
  'not_a_desk_server',
  'answer_not_understood',
  'no_server_chosen',
  'server_not_started',
])

/** The code of an `AppError`; undefined for anything else. */
export const codeOf = (error: unknown): ErrorCode | undefined => (error instanceof AppError ? error.code : undefined)

export function isOutOfReach(error: unknown): boolean {
  const code = codeOf(error)
  return code !== undefined && outOfReach.has(code)
}

/** Whether a history for review is kept for this session: for those who reissue, once their own password is theirs (P4). */
export const keepsCopy = ({ mustChangePassword, user }: Session): boolean =>
  !mustChangePassword && user.role !== 'staff'
