import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { derivePasswordState } from '../../../../src-server/modules/users/credential-policy.ts'
import { deriveReissueState } from '../../../../src-server/modules/reissues/reissue-state-policy.ts'
import { judgeSession, isDueForTouch } from '../../../../src-server/modules/sessions/session-policy.ts'
import { refuseLogin } from '../../../../src-server/modules/sessions/login-policy.ts'
import { describeReissuePermission, findWarnings, visibleTo } from '../../../../src-server/modules/users/user-policy.ts'
import { refusePassword } from '../../../../src-server/modules/reissues/reissue-policy.ts'
import { directoryWordsOf, personalWordsOf } from '../../../../src-server/modules/policy/password-rules-policy.ts'
import type { Rules } from '../../../../src-server/modules/policy/rules.ts'
import { generateTemporaryPassword } from '../../../../src-shared/domain/temporary-password.ts'
import { createSeededRandomInt } from '../../../support/seeded-random.ts'
import { sampleRules } from '../../../support/sample-caller.ts'

const at = new Date('2026-11-24T14:59:59.999Z')
const plus = (ms: number): Date => new Date(at.getTime() + ms)

describe('derivePasswordState', () => {
  it.each([
    [undefined, 'none'],
    [{ kind: 'chosen', expiresAt: null } as const, 'active'],
    [{ kind: 'temporary', expiresAt: at } as const, 'temporary'],
    [{ kind: 'temporary', expiresAt: plus(-1) } as const, 'expired'],
  ])('%j: %s', (credential, state) => expect(derivePasswordState(credential, at)).toBe(state))
})

describe('deriveReissueState', () => {
  it.each([
    [{ expiresAt: at, usedAt: null, supersededAt: null }, 'pending'],
    [{ expiresAt: plus(-1), usedAt: null, supersededAt: null }, 'expired'],
    [{ expiresAt: at, usedAt: null, supersededAt: at }, 'superseded'],
    [{ expiresAt: plus(-1), usedAt: at, supersededAt: null }, 'used'],
  ])('%j: %s', (facts, state) => expect(deriveReissueState(facts, at)).toBe(state))
})

describe('judgeSession (P13, P17)', () => {
  const session = {
    lastSeenAt: at,
    expiresAt: plus(3_600_000),
    endedAt: null,
    state: 'active',
    idleTimeoutSeconds: 900,
  } as const
  it.each([
    ['fresh', session, 0, 'live'],
    ['idle to the last moment', session, 899_999, 'live'],
    ['idle', session, 900_000, 'session_expired'],
    ['old', { ...session, lastSeenAt: plus(3_599_000) }, 3_600_000, 'session_expired'],
    ['ended', { ...session, endedAt: at }, 0, 'session_ended'],
    ['ended and old', { ...session, endedAt: at }, 9_999_999, 'session_ended'],
    ['of a disabled user', { ...session, state: 'disabled' as const }, 0, 'session_ended'],
  ])('%s: %#', (_, facts, afterMs, verdict) => expect(judgeSession(facts, plus(afterMs))).toBe(verdict))

  it('is written once a minute', () => {
    expect([isDueForTouch(session, plus(59_999)), isDueForTouch(session, plus(60_000))]).toEqual([false, true])
  })
})

describe('refuseLogin', () => {
  it.each([
    ['active', 'active', undefined],
    ['active', 'temporary', undefined],
    ['active', 'expired', 'temporary_password_expired'],
    ['disabled', 'active', 'account_disabled'],
    ['disabled', 'expired', 'account_disabled'],
  ] as const)('%s, %s: %s', (state, passwordState, code) => expect(refuseLogin({ state, passwordState })).toBe(code))
})

describe('what the desk shows of a user', () => {
  const contacts = [{ userName: '管理', phone: null }]
  it('permission: yes, a verification first, or whom to ask', () => {
    expect(describeReissuePermission({ allowed: true, verificationRequired: false }, [])).toBe(true)
    expect(describeReissuePermission({ allowed: true, verificationRequired: true }, [])).toEqual({
      code: 'verification_required',
    })
    expect(describeReissuePermission({ allowed: false, code: 'helpdesk_required' }, contacts)).toEqual({
      code: 'helpdesk_required',
    })
    expect(describeReissuePermission({ allowed: false, code: 'administrator_required' }, contacts)).toEqual({
      code: 'administrator_required',
      contacts,
    })
  })
  it('warnings (H3)', () => {
    const quiet = {
      reissuesLately: 0,
      lastLoginAt: at,
      contactChangedAt: null,
      refusals: { count: 0, suspicious: false },
      memberFailures: 0,
    }
    expect(findWarnings(quiet, at)).toEqual([])
    const loud = {
      reissuesLately: 2,
      lastLoginAt: null,
      contactChangedAt: plus(-14 * 86_400_000),
      refusals: { count: 3, suspicious: true },
      memberFailures: 4,
    }
    expect(findWarnings(loud, at)).toEqual([
      { code: 'reissued_recently', count: 2 },
      { code: 'never_logged_in' },
      { code: 'contact_changed_lately', at: plus(-14 * 86_400_000).toISOString() },
      { code: 'refused_lately', count: 3, suspicious: true },
      { code: 'member_refused_lately', count: 4 },
    ])
    expect(findWarnings({ ...quiet, contactChangedAt: plus(-14 * 86_400_000 - 1) }, at)).toEqual([])
  })
  it('scope: the helpdesk sees all members, everybody else their own (P16)', () => {
    expect(visibleTo({ role: 'helpdesk', memberId: 'H' })).toBe('all-members')
    expect(visibleTo({ role: 'administrator', memberId: 'A' })).toEqual({ memberId: 'A' })
    expect(visibleTo({ role: 'staff', memberId: 'A' })).toEqual({ memberId: 'A' })
  })
  it('personal words are the names, each word of them, and the login ID', () => {
    expect(personalWordsOf({ loginId: 'AB01', userName: 'Jane　Doe', memberName: 'Acme Trading' })).toEqual([
      'AB01',
      'Jane　Doe',
      'Acme Trading',
      'Jane',
      'Doe',
      'Acme',
      'Trading',
    ])
  })

  it('a password made for a user of a directory holds no piece of three characters of their entry (P1)', () => {
    const randomInt = createSeededRandomInt(20_261_128)
    const text = fc.string({ unit: fc.constantFrom(...'abcDEF234789-_.@ ＡＢ髙'), maxLength: 40 })
    const entry = fc.record({ loginId: text, userId: text, userName: text, email: fc.option(text), memberName: text })
    fc.assert(
      fc.property(entry, fc.integer({ min: 10, max: 16 }), (user, length) => {
        const made = generateTemporaryPassword(length, randomInt, directoryWordsOf(user)).toLowerCase()
        for (const value of [user.loginId, user.userId, user.userName, user.email ?? '']) {
          for (let at = 0; at + 3 <= value.length; at += 1)
            expect(made).not.toContain(value.slice(at, at + 3).toLowerCase())
        }
      }),
      { numRuns: 200 },
    )
  })
})

describe('a note of a reissue (P22)', () => {
  const actor = { userId: 'U-1', memberId: 'M-1', role: 'administrator' } as const
  const target = { loginId: 'CZ000001', userName: '田中', memberName: 'アルファ' }
  const rules: Rules = { ...sampleRules, mayEdit: () => true }
  const refuse = (note?: string) =>
    refusePassword(actor, target, rules, { value: 'Tk7mQx93Rw', origin: 'edited', note })

  it.each([
    'Tk7mQx93Rw',
    'told tk7mqx93rw.',
    'TK7MQX93RW',
    'Tk7m Qx93 Rw',
    'Tk7m　Qx93\n Rw',
    'Ｔｋ７ｍＱｘ９３Ｒｗ',
    'Tk7m-Qx93-Rw',
    'T/k/7/m/Q/x/9/3/R/w',
    'Tk7mQx\u200b93Rw',
  ])('%j holds the password', (note) => {
    expect(refuse(note)).toMatchObject({ code: 'invalid_request', fields: [{ path: 'note', code: 'holds_password' }] })
  })

  it.each([undefined, '', '電話で本人確認、折り返し済み', 'Tk7mQx93R', 'Rw Tk7mQx93'])('%j does not', (note) => {
    expect(refuse(note)).toBeUndefined()
  })
})
