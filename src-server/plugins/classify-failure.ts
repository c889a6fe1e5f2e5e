import { AppError, isServerErrorCode, type ErrorFacts } from '../../src-shared/errors/catalogue.ts'
import type { ServerErrorCode } from '../../src-shared/errors/server-errors.ts'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'

export interface PublicFailure {
  readonly code: ServerErrorCode
  readonly facts: ErrorFacts
  /** Unexpected: to be logged with its stack, and nothing of it may reach the wire. */
  readonly unexpected: boolean
  /** For the log: what the database calls wrong data. */
  readonly sqlState?: string
}

const known = (code: ServerErrorCode, facts: ErrorFacts = {}): PublicFailure => ({ code, facts, unexpected: false })

const UNAVAILABLE_RETRY_SECONDS = 5

/** Turns whatever was thrown into an error of the contract; what is not known becomes `internal_error`. */
export function classifyFailure(error: unknown): PublicFailure {
  if (error instanceof AppError && isServerErrorCode(error.code)) {
    return { code: error.code, facts: error.facts, unexpected: error.code === 'internal_error' }
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const fields = error.validation.map((issue) => ({
      path: keepPrintable(issue.instancePath.replace(/^\//, '').replaceAll('/', '.'), 40),
      code: issue.keyword,
      // SECURITY: P22. zod names unknown fields, which are whatever was sent.
      message: issue.keyword === 'unrecognized_keys' ? 'has unknown fields' : keepPrintable(issue.message ?? '', 200),
    }))
    return known('invalid_request', { fields: fields.slice(0, 20) })
  }
  // No connection could be made, so nothing was done; a lost one (57P01, 08006) leaves the outcome open.
  if (readProperty(error, 'isUnconnected') === true) return unavailable()
  return classifyByCode(readProperty(error, 'code'), readProperty(error, 'statusCode'))
}

const keepPrintable = (text: string, maxLength: number): string => text.replace(/[^ -~]/g, '?').slice(0, maxLength)

/** For the log a failure like any other, for the caller one that passes. */
const unavailable = (): PublicFailure => ({
  ...known('directory_unavailable', { retryAfterSeconds: UNAVAILABLE_RETRY_SECONDS }),
  unexpected: true,
})

function classifyByCode(code: unknown, status: unknown): PublicFailure {
  // PostgreSQL: deadlock, serialization failure, lock timeout. Each undid its transaction; another try may succeed.
  if (code === '40P01' || code === '40001' || code === '55P03') return known('conflict')
  // R5: a statement that took too long was stopped and its transaction undone.
  if (code === '57014') {
    return { ...known('overloaded', { retryAfterSeconds: UNAVAILABLE_RETRY_SECONDS }), unexpected: true }
  }
  // Data exceptions: the request holds what no schema refused and the database cannot. Its message quotes the value.
  if (isDataException(code)) return { ...known('invalid_request'), sqlState: code }
  if (code === 'ECONNREFUSED' || code === '57P03') return unavailable()
  // R10: out of disk space, memory or connections. The statement failed, and its transaction was undone.
  if (typeof code === 'string' && /^53[0-9A-Z]{3}$/.test(code)) return unavailable()
  if (typeof code === 'string' && code.startsWith('FST_') && typeof status === 'number' && status < 500) {
    if (status === 413) return known('payload_too_large')
    if (status === 415) return known('unsupported_media_type')
    return known(status === 404 ? 'not_found' : 'invalid_request')
  }
  return { code: 'internal_error', facts: {}, unexpected: true }
}

/** Class 22 of SQLSTATE. */
export const isDataException = (code: unknown): code is string =>
  typeof code === 'string' && /^22[0-9A-Z]{3}$/.test(code)

const readProperty = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
