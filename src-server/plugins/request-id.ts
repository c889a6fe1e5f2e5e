import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** Short and harmless in a log line, a header and a mail to the operators (P23). */
const ACCEPTED = /^[\w.-]{1,64}$/

/** The caller’s `X-Request-Id` when it is acceptable, otherwise a new one. */
export function chooseRequestId(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && ACCEPTED.test(given) ? given : randomUUID()
}
