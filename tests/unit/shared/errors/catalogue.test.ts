import { describe, expect, it } from 'vitest'
import {
  describeError,
  errorCatalogue,
  errorText,
  isErrorCode,
  isServerErrorCode,
} from '../../../../src-shared/errors/catalogue.ts'
import { appErrors } from '../../../../src-shared/errors/app-errors.ts'
import { commandErrors } from '../../../../src-shared/errors/command-errors.ts'
import { errorKinds } from '../../../../src-shared/errors/error-kind.ts'
import { serverErrors } from '../../../../src-shared/errors/server-errors.ts'

const codes = Object.keys(errorCatalogue).filter(isErrorCode)

describe('the error catalogue (E: every error says what happened and what to do)', () => {
  it('is complete and its parts do not overlap', () => {
    const parts = [serverErrors, appErrors, commandErrors].map((part) => Object.keys(part).length)
    expect(codes.length).toBe(parts.reduce((a, b) => a + b, 0))
    expect(codes.length).toBeGreaterThan(30)
  })

  it.each(codes)('%s speaks Japanese and English', (code) => {
    const { kind, effect } = describeError(code)
    expect(errorKinds).toContain(kind)
    expect(['nothing_changed', 'changed', 'unknown']).toContain(effect)
    for (const language of ['ja', 'en'] as const) {
      const { what, next } = errorText(code, language)
      expect(what).toMatch(language === 'ja' ? /[ぁ-ん].*。$/ : /^[A-Z].*\.$/)
      expect(next).toMatch(language === 'ja' ? /。$|）。?$/ : /^[A-Z“].*[.)]$/s)
    }
  })

  const statuses: Readonly<Record<string, number>> = {
    invalid_request: 400,
    invalid_cursor: 400,
    invalid_credentials: 401,
    session_expired: 401,
    session_ended: 401,
    reauth_required: 401,
    forbidden_role: 403,
    helpdesk_required: 403,
    administrator_required: 403,
    password_change_required: 403,
    temporary_password_expired: 403,
    account_disabled: 403,
    not_found: 404,
    idempotency_key_reused: 409,
    conflict: 409,
    payload_too_large: 413,
    unsupported_media_type: 415,
    password_policy: 422,
    editing_not_allowed: 422,
    verification_required: 422,
    verification_used: 422,
    verification_failed: 422,
    verification_incomplete: 422,
    approval_required: 422,
    directory_refused_password: 422,
    directory_locked_account: 403,
    directory_not_enforceable: 403,
    directory_change_not_forced: 409,
    directory_denied: 502,
    directory_outcome_unknown: 503,
    too_many_attempts: 429,
    internal_error: 500,
    directory_unavailable: 503,
    overloaded: 503,
  }
  it('the server’s codes have the statuses of the public contract', () => {
    expect(Object.fromEntries(Object.entries(serverErrors).map(([code, { status }]) => [code, status]))).toEqual(
      statuses,
    )
  })

  it('names of Object’s own members are no codes', () => {
    for (const name of ['toString', 'constructor', '__proto__', 'hasOwnProperty']) {
      expect([isErrorCode(name), isServerErrorCode(name)]).toEqual([false, false])
    }
  })
})
