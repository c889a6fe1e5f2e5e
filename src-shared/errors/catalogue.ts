import type { Language } from '../domain/time.ts'
import { appErrors } from './app-errors.ts'
import { commandErrors } from './command-errors.ts'
import type { ErrorEntry, ErrorText } from './error-kind.ts'
import { serverErrors, type ServerErrorCode } from './server-errors.ts'

/** Every error that a user or an operator can meet, by its code. */
export const errorCatalogue = { ...serverErrors, ...appErrors, ...commandErrors }
export type ErrorCode = keyof typeof errorCatalogue

const isKeyOf = <T extends object>(table: T, key: PropertyKey): key is keyof T => Object.hasOwn(table, key)

export const isServerErrorCode = (code: string): code is ServerErrorCode => isKeyOf(serverErrors, code)
export const isErrorCode = (code: string): code is ErrorCode => isKeyOf(errorCatalogue, code)

export const describeError = (code: ErrorCode): ErrorEntry => errorCatalogue[code]
export const errorText = (code: ErrorCode, language: Language): ErrorText => errorCatalogue[code][language]

/**
 * An error with a code of the catalogue. `cause` and `detail` are for the log of whoever throws; of the rest, boundaries
 * pass on what the contract names. Never put a secret into any of them.
 */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly facts: ErrorFacts

  constructor(code: ErrorCode, facts: ErrorFacts = {}, options: { cause?: unknown } = {}) {
    super(errorCatalogue[code].en.what, options)
    this.code = code
    this.facts = facts
  }
}

/** What an error may say beyond its code, for the person who meets it. */
export interface ErrorFacts {
  /** For developers and operators, in English; not shown as the message. */
  readonly detail?: string
  readonly retryAfterSeconds?: number
  readonly requestId?: string
  readonly fields?: readonly FieldError[]
  readonly contacts?: readonly Contact[]
}

/** One wrong field: where (`newPassword`), which rule (`too_short`), and the rule in English for whoever has no text of its own. */
export interface FieldError {
  readonly path: string
  readonly code: string
  readonly message: string
}

/** Somebody to call instead: an administrator of the member. */
export interface Contact {
  readonly userName: string
  readonly phone: string | null
}
