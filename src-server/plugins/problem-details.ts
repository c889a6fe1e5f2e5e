import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError, errorText, type ErrorFacts } from '../../src-shared/errors/catalogue.ts'
import { problemMediaType, problemSchema, type Problem } from '../../src-shared/api/problem-schema.ts'
import { serverErrors, type ServerErrorCode } from '../../src-shared/errors/server-errors.ts'
import { classifyFailure } from './classify-failure.ts'
import { chooseRequestId } from './request-id.ts'

/** The body of an error answer (RFC 9457). Only what the contract names; `facts` of other kinds stay inside. */
export function describeProblem(code: ServerErrorCode, facts: ErrorFacts, requestId: string): Problem {
  const { status } = serverErrors[code]
  return problemSchema.parse({
    type: `urn:saihakko-desk:problem:${code}`,
    title: errorText(code, 'en').what,
    status,
    code,
    detail: status < 500 ? facts.detail : undefined,
    errors: facts.fields,
    contacts: facts.contacts,
    retryAfterSeconds: facts.retryAfterSeconds,
    requestId,
  })
}

/** RFC 6797, for a year: a client that once came by https never goes back to http. */
const strictTransportSecurity = 'max-age=31536000; includeSubDomains'

/** Headers that every answer carries, errors before routing included. */
export function setCommonHeaders(reply: FastifyReply, requestId: string): void {
  void reply.headers({ 'x-request-id': requestId, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
  // A proxy that ends TLS in front of this process sets its own.
  if (reply.request.protocol === 'https') void reply.header('strict-transport-security', strictTransportSecurity)
}

export function sendFailure(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  // The connection ended before the body did: the client’s doing, or too slow. Nobody reads the answer, and nothing is broken.
  const isCutOff = error !== undefined && error === request.raw.errored
  const { code, facts, unexpected, sqlState } = classifyFailure(isCutOff ? new AppError('invalid_request') : error)
  const problem = describeProblem(code, facts, request.id)
  if (unexpected) request.log.error({ err: error, code }, 'unexpected failure')
  else request.log[sqlState === undefined ? 'info' : 'warn']({ code, status: problem.status, sqlState }, 'refused')
  setCommonHeaders(reply, request.id)
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer')
  if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', Math.ceil(problem.retryAfterSeconds))
  // Bytes, since Fastify gives text a charset, which this media type does not have.
  return reply
    .code(problem.status)
    .header('content-type', problemMediaType)
    .send(Buffer.from(JSON.stringify(problem)))
}

/** Makes every error of the application a problem document, Fastify’s own among them. */
export function answerProblems(app: FastifyInstance): void {
  let closing = false
  app.addHook('preClose', async () => {
    closing = true
  })
  app.addHook('onRequest', async (request, reply) => {
    setCommonHeaders(reply, request.id)
    if (closing) throw new AppError('overloaded', { retryAfterSeconds: 1 })
    if (request.headers.host === undefined && request.raw.httpVersion === '1.1')
      throw new AppError('invalid_request', { detail: 'no host' })
  })
  // R7: a connection kept alive after its last answer would hold up the end until its idle time has passed.
  app.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close')
  })
  // Node answers an expectation that it does not know without a body; nobody has to meet it (RFC 9110, 10.1.1).
  app.server.on('checkExpectation', (request, response) => app.routing(request, response))
  app.setErrorHandler(sendFailure)
  app.setNotFoundHandler((request, reply) => sendFailure(new AppError('not_found'), request, reply))
}

/** Answers what could not even be read as HTTP, or not in time, and ends the connection. */
export function answerUnreadableRequest(_error: unknown, socket: Socket): void {
  if (!socket.writable) {
    socket.destroy()
    return
  }
  const body = JSON.stringify(describeProblem('invalid_request', {}, chooseRequestId({ headers: {} })))
  const head = `HTTP/1.1 400 Bad Request\r\ncontent-type: ${problemMediaType}\r\ncontent-length: ${Buffer.byteLength(body)}`
  const transport = 'encrypted' in socket ? `\r\nstrict-transport-security: ${strictTransportSecurity}` : ''
  socket.end(`${head}\r\ncache-control: no-store${transport}\r\nconnection: close\r\n\r\n${body}`)
  // SECURITY: R5. Ended on our side alone, the connection would last as long as the client goes on sending.
  socket.destroySoon()
}
