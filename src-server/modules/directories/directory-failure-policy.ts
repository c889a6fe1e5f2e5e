import type { ServerErrorCode } from '../../../src-shared/errors/server-errors.ts'
import type { DirectoryError, DirectoryErrorKind } from '../../directory/directory-port.ts'

/** What a failure of a directory is called in the contract when nothing was changed by it. */
const codes = {
  unavailable: 'directory_unavailable',
  unknown_outcome: 'directory_outcome_unknown',
  protocol: 'directory_denied',
  misconfigured: 'directory_denied',
  denied: 'directory_denied',
  not_found: 'not_found',
  wrong_password: 'invalid_credentials',
  password_refused: 'directory_refused_password',
  conflict: 'conflict',
  locked_by_administrator: 'directory_locked_account',
  not_enforceable: 'directory_not_enforceable',
} as const satisfies Record<DirectoryErrorKind, ServerErrorCode>

export const codeOfFailure = ({ kind, isWritten }: DirectoryError): ServerErrorCode =>
  kind === 'not_enforceable' && isWritten ? 'directory_change_not_forced' : codes[kind]

/** Whether the write that failed so may have been done all the same. */
export const mayHaveBeenDone = ({ kind }: DirectoryError): boolean => kind === 'unknown_outcome' || kind === 'protocol'
