import type { FastifyInstance, FastifyServerOptions } from 'fastify'
import { AppError } from '../../src-shared/errors/catalogue.ts'
import { encodeControls } from '../security/encode-controls.ts'
import { redactSecrets } from '../security/redact-secrets.ts'
import { isDataException } from './classify-failure.ts'

export interface LoggerOptions {
  /** pino level, e.g. `info`; `silent` writes nothing. */
  readonly level: string
  /** Where JSON lines go; standard error when left out (standard output belongs to the ready line). */
  readonly stream?: { write(line: string): void }
}

/** SECURITY: P22. Neither bodies, headers nor URLs are logged, whatever a future call passes. */
const serializers = { req: () => ({}), res: () => ({}), err: (error: unknown) => describeFailure(error) }

export function createLoggerOptions({ level, stream }: LoggerOptions): NonNullable<FastifyServerOptions['logger']> {
  return {
    level,
    stream: { write: (line: string) => void (stream ?? process.stderr).write(`${encodeControls(line.trimEnd())}\n`) },
    serializers,
    // Pino’s own redaction copies every line three levels deep first: 68 KB and 20 µs for each.
    formatters: { log: (facts) => redactSecrets(facts, (name) => Object.hasOwn(serializers, name)) },
  }
}

/** One line per request: which route (its pattern, not the URL), by whom, how it went. */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? 'unknown',
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime),
        userId: request.caller?.userId,
      },
      'request',
    )
  })
}

interface FailureRecord {
  readonly type: string
  readonly message: string
  /** Where it came from; the message is not repeated. */
  readonly stack: string
  readonly code?: string
  readonly detail?: string
  readonly cause?: FailureRecord
  readonly [name: string]: unknown
}

/** What the log says of an error; fields that a driver adds (row contents, parameters) are left out. */
export function describeFailure(error: unknown, depth = 0): FailureRecord {
  if (!(error instanceof Error)) return { type: 'NotAnError', message: typeof error, stack: '' }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return {
    type: error.name,
    message: readMessage(error, code),
    stack: frames.slice(0, 12).join('\n'),
    ...(code === undefined ? {} : { code }),
    ...(error instanceof AppError && error.facts.detail !== undefined ? { detail: error.facts.detail } : {}),
    ...(error.cause === undefined || depth >= 3 ? {} : { cause: describeFailure(error.cause, depth + 1) }),
  }
}

/** Parsers quote what they could not read, and the database wrong data: either may be what somebody typed (P22). */
function readMessage(error: Error, code: string | undefined): string {
  if (error instanceof SyntaxError) return 'syntax error'
  return isDataException(code) ? 'data exception' : error.message
}
