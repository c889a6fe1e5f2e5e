import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  listCallbackNumbers,
  maskNumber,
  matchesFact,
  offerFacts,
  type FactsOnFile,
} from '../../../../src-server/modules/verifications/fact-policy.ts'
import {
  countAttemptsLeft,
  deriveApproval,
  deriveVerificationState,
  mayPass,
  needsSecondPerson,
  refuseDecision,
  refusePass,
  refuseStep,
  type Risk,
  type VerificationFacts,
} from '../../../../src-server/modules/verifications/verification-policy.ts'
import { verificationFacts } from '../../../../src-shared/api/verification-facts.ts'

const at = new Date('2026-11-24T03:00:00.000Z')
const minutes = (count: number): Date => new Date(at.getTime() + count * 60_000)

const file: FactsOnFile = {
  address: '東京都千代田区丸の内1-2-3 ｻﾝﾌﾟﾙﾋﾞﾙ 7F',
  representative: '髙橋 太郎',
  contractNumber: 'AB-1234',
  phone: '03-5555-0101',
  userPhone: '090 1234 5678',
}
const nothing: FactsOnFile = { address: null, representative: null, contractNumber: null, phone: null, userPhone: null }

describe('comparing what a caller says (product rule 4B)', () => {
  it.each([
    ['address', '東京都 千代田区 丸の内１－２－３　サンプルビル７Ｆ', true],
    ['address', '東京都千代田区丸の内1-2-3', false],
    ['representative', '高橋太郎', true],
    ['representative', '高橋次郎', false],
    ['contractNumber', 'ａｂ1234', true],
    ['contractNumber', 'AB.1234', true],
    ['contractNumber', 'AB1234 ', true],
    ['contractNumber', 'AB123', false],
    ['contractNumber', 'AB12345', false],
    ['phone', '(03) 5555 0101', true],
    ['phone', '0101', false],
    ['phone', '', false],
    ['phone', ' -- ', false],
  ] as const)('%s: %j matches: %s', (fact, answer, matches) => expect(matchesFact(file, fact, answer)).toBe(matches))

  it('every fact matches itself, however it is spaced, punctuated or widened', () => {
    const blanks = fc.constantFrom('', ' ', '　', '-', '・', '、', '(', '.')
    fc.assert(
      fc.property(fc.constantFrom(...verificationFacts), fc.array(blanks, { maxLength: 60 }), (fact, noise) => {
        const said = [...(file[fact] ?? '')].map((character, index) => `${noise[index] ?? ''}${character}`).join('')
        expect(matchesFact(file, fact, said)).toBe(true)
      }),
    )
  })

  it('nothing on file is matched by nothing at all', () => {
    fc.assert(
      fc.property(fc.constantFrom(...verificationFacts), fc.string({ unit: 'grapheme' }), (fact, answer) => {
        expect(matchesFact(nothing, fact, answer)).toBe(false)
        expect(matchesFact({ ...nothing, [fact]: ' -・ ' }, fact, answer)).toBe(false)
      }),
    )
  })

  it('only facts on file are offered', () => {
    expect(offerFacts(file).map(({ fact }) => fact)).toEqual([...verificationFacts])
    expect(offerFacts({ ...nothing, address: ' - ', phone: '1' }).map(({ fact }) => fact)).toEqual(['phone'])
    expect(offerFacts(nothing)).toEqual([])
  })
})

describe('numbers to call back (H1)', () => {
  it('are those on file, by an ID', () => {
    expect(listCallbackNumbers(file)).toEqual([
      { id: 'member', masked: '**-****-0101' },
      { id: 'user', masked: '*** **** 5678' },
    ])
    expect(listCallbackNumbers({ ...file, phone: ' ', userPhone: '不明' })).toEqual([])
    expect(listCallbackNumbers(nothing)).toEqual([])
  })

  it.each([
    ['03-5555-0101', '**-****-0101'],
    ['０３５５５５０１０１', '******０１０１'],
    ['+81 3 5555 0101 ext', '+** * **** 0101 ***'],
    ['12345', '***45'],
    ['1', '*'],
  ])('%s is shown as %s', (number, masked) => expect(maskNumber(number)).toBe(masked))

  it('show no letter, and at most four digits and half of them', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789- +()内線a') }), (number) => {
        const shown = [...maskNumber(number)].filter((character) => /[\p{L}\p{N}]/u.test(character))
        const digits = [...number].filter((character) => /\d/.test(character))
        expect(shown.length).toBe(Math.min(4, Math.floor(digits.length / 2)))
        expect(shown).toEqual(digits.slice(digits.length - shown.length))
      }),
    )
  })
})

const open: VerificationFacts = {
  state: 'open',
  expiresAt: minutes(15),
  passExpiresAt: null,
  approval: 'not_needed',
  reissueId: null,
}
const passed: VerificationFacts = { ...open, state: 'passed', passExpiresAt: minutes(15) }
const used = { ...passed, reissueId: 'reissue' }
const failed = { ...open, state: 'failed' } as const
const calm: Risk = { targetRole: 'administrator', secondPersonForAdministrators: false, failuresLately: 0 }
const strict: Risk = { ...calm, secondPersonForAdministrators: true }

describe('the life of a verification', () => {
  it.each([
    [open, 15, 'open', undefined],
    [open, 15.001, 'broken_off', 'verification_used'],
    [failed, 0, 'failed', 'verification_failed'],
    [failed, 60, 'failed', 'verification_failed'],
    [{ ...open, state: 'suspicious' as const }, 0, 'suspicious', 'verification_failed'],
    [passed, 0, 'passed', 'verification_used'],
  ] as const)('%#: after %d min it is %s, and the next step gets %s', (facts, after, state, code) => {
    expect(deriveVerificationState(facts, minutes(after))).toBe(state)
    expect(refuseStep(facts, minutes(after))).toBe(code)
  })

  it('three wrong answers end it', () => {
    expect([0, 1, 2, 3, 4].map(countAttemptsLeft)).toEqual([3, 2, 1, 0, 0])
  })

  it('a pass asks for the person, the call-back and two facts, all of them (H1)', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), fc.nat(4), (callerIsAdministrator, isCalledBack, matchedFacts) => {
        const expected = callerIsAdministrator && isCalledBack && matchedFacts >= 2
        expect(mayPass({ callerIsAdministrator, isCalledBack, matchedFacts })).toBe(expected)
      }),
    )
  })
})

describe('the second person (H2)', () => {
  it.each([
    [calm, false],
    [strict, true],
    [{ ...strict, targetRole: 'staff' as const }, false],
    [{ ...calm, failuresLately: 2 }, false],
    [{ ...calm, failuresLately: 3 }, true],
    [{ ...calm, targetRole: 'staff' as const, failuresLately: 3 }, true],
  ])('%j: %s', (risk, needed) => expect(needsSecondPerson(risk)).toBe(needed))

  it.each([
    ['not needed', passed, calm, 'not_needed', 'conflict'],
    ['a rule made after the pass', passed, strict, 'awaited', undefined],
    ['awaited, the rule taken back', { ...passed, approval: 'awaited' as const }, calm, 'awaited', undefined],
    ['approved', { ...passed, approval: 'approved' as const }, strict, 'approved', 'conflict'],
    ['refused', { ...passed, approval: 'refused' as const }, strict, 'refused', 'conflict'],
    ['used before the rule', used, strict, 'not_needed', 'verification_used'],
    ['open', open, strict, 'not_needed', 'verification_failed'],
    ['failed', failed, strict, 'not_needed', 'verification_failed'],
  ])('%s: approval and what a decision gets', (_, facts, risk, approval, code) => {
    expect(deriveApproval(facts, risk, at)).toBe(approval)
    expect(refuseDecision(facts, risk, at)).toBe(code)
  })

  it('comes too late with the end of the pass', () => {
    const awaited = { ...passed, approval: 'awaited' as const }
    expect(refuseDecision(awaited, strict, minutes(15))).toBeUndefined()
    expect(refuseDecision(awaited, strict, minutes(15.001))).toBe('verification_used')
  })
})

describe('using a pass (P20)', () => {
  const bearer = { isTheirs: true, approverMayStill: true, risk: calm }
  it.each([
    ['theirs', passed, bearer, 0, undefined],
    ['at its last instant', passed, bearer, 15, undefined],
    ['run out', passed, bearer, 15.001, 'verification_used'],
    ['used', used, bearer, 0, 'verification_used'],
    ['of nobody', undefined, bearer, 0, 'verification_failed'],
    ['of somebody else', passed, { ...bearer, isTheirs: false }, 0, 'verification_failed'],
    ['of somebody else, used', used, { ...bearer, isTheirs: false }, 0, 'verification_failed'],
    ['open', open, bearer, 0, 'verification_failed'],
    ['failed', failed, bearer, 0, 'verification_failed'],
    ['not yet approved', { ...passed, approval: 'awaited' as const }, bearer, 0, 'approval_required'],
    ['a rule made after it', passed, { ...bearer, risk: strict }, 0, 'approval_required'],
    ['approved', { ...passed, approval: 'approved' as const }, { ...bearer, risk: strict }, 0, undefined],
    ['refused', { ...passed, approval: 'refused' as const }, bearer, 0, 'verification_failed'],
    [
      'approved by somebody who may no longer',
      { ...passed, approval: 'approved' as const },
      { ...bearer, approverMayStill: false },
      0,
      'verification_failed',
    ],
  ])('%s', (_, facts, claim, after, code) => expect(refusePass(facts, claim, minutes(after))).toBe(code))

  it('whatever else holds: only what passed, is theirs, unused and in time opens the way', () => {
    const facts = fc.record({
      state: fc.constantFrom('open', 'passed', 'failed', 'suspicious'),
      expiresAt: fc.constant(minutes(15)),
      passExpiresAt: fc.constantFrom(null, minutes(-1), minutes(0), minutes(1)),
      approval: fc.constantFrom('not_needed', 'awaited', 'approved', 'refused'),
      reissueId: fc.constantFrom(null, 'reissue'),
    })
    const claim = fc.record({
      isTheirs: fc.boolean(),
      approverMayStill: fc.boolean(),
      risk: fc.constantFrom(calm, strict),
    })
    fc.assert(
      fc.property(facts, claim, (one, by) => {
        const isOpen = refusePass(one, by, at) === undefined
        const isApproved = one.approval === 'approved' || (one.approval === 'not_needed' && by.risk === calm)
        const inTime = one.passExpiresAt !== null && one.passExpiresAt >= at
        const isUsable = one.state === 'passed' && one.reissueId === null && inTime
        expect(isOpen).toBe(isUsable && isApproved && by.isTheirs && by.approverMayStill)
      }),
    )
  })
})
