import type { ErrorCode } from '../../src-shared/errors/catalogue.ts'
import type { FailureReason } from '../ports/server-probe-port.ts'

/** No connection was made, so nothing of a request can have reached the server. */
export class DialFailure extends Error {
  override readonly name = 'DialFailure'
  readonly reason: FailureReason

  constructor(reason: FailureReason, detail: string) {
    super(detail)
    this.reason = reason
  }
}

/** What to tell about a call that could not be made for this reason. */
export const codeOfReason = {
  server_down: 'server_unreachable',
  no_answer: 'server_unreachable',
  name_not_found: 'server_name_not_found',
  certificate_untrusted: 'certificate_untrusted',
  certificate_changed: 'certificate_changed',
  not_a_desk_server: 'not_a_desk_server',
} as const satisfies Record<FailureReason, ErrorCode>
