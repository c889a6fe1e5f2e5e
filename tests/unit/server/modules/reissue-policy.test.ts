import { describe, expect, it } from 'vitest'
import {
  chooseSuggestionLength,
  refusePassword,
  refuseReissue,
} from '../../../../src-server/modules/reissues/reissue-policy.ts'
import type { ReissueTarget } from '../../../../src-shared/domain/permissions.ts'
import type { Rules } from '../../../../src-server/modules/policy/rules.ts'
import { sampleRules } from '../../../support/sample-caller.ts'

const rules: Rules = { ...sampleRules, mayEdit: (role) => role === 'administrator' }
const administrator = { userId: 'U-1', memberId: 'M-1', role: 'administrator' } as const
const helpdesk = { userId: 'U-H', memberId: 'M-H', role: 'helpdesk' } as const
const staff: ReissueTarget = {
  userId: 'U-2',
  memberId: 'M-1',
  role: 'staff',
  state: 'active',
  memberHasAdministrator: true,
}
const colleague: ReissueTarget = { ...staff, role: 'administrator' }

describe('refuseReissue (P16, H1)', () => {
  it('an administrator needs no pass, and a bad one counts for nothing', () => {
    expect(refuseReissue(administrator, staff, rules, undefined)).toBeUndefined()
    expect(refuseReissue(administrator, staff, rules, 'verification_failed')).toBeUndefined()
  })

  it('the helpdesk is refused for what is wrong with its pass', () => {
    expect(refuseReissue(helpdesk, colleague, rules, 'verification_required')).toEqual({
      code: 'verification_required',
    })
    expect(refuseReissue(helpdesk, colleague, rules, undefined)).toBeUndefined()
  })

  it('whom the matrix refuses, a good pass does not help', () => {
    expect(refuseReissue(helpdesk, staff, rules, undefined)).toEqual({ code: 'administrator_required' })
    expect(refuseReissue(administrator, colleague, rules, undefined)).toEqual({ code: 'helpdesk_required' })
    expect(refuseReissue(helpdesk, staff, rules, 'verification_used')).toEqual({ code: 'administrator_required' })
  })
})

describe('refusePassword', () => {
  const person = { loginId: 'CZ000001', userName: '田中', memberName: 'アルファ' }
  const propose = (role: 'administrator' | 'helpdesk', value: string, origin: 'generated' | 'edited') =>
    refusePassword({ ...administrator, role }, person, rules, { value, origin })

  it('only who may edit sets a password of their own', () => {
    expect(propose('administrator', 'Tk7mQx93Rw', 'edited')).toBeUndefined()
    expect(propose('helpdesk', 'Tk7mQx93Rw', 'generated')).toBeUndefined()
    expect(propose('helpdesk', 'Tk7mQx93Rw', 'edited')).toEqual({ code: 'editing_not_allowed' })
  })

  it('editing comes before the rules of the value', () => {
    expect(propose('helpdesk', 'short', 'edited')).toEqual({ code: 'editing_not_allowed' })
  })

  it.each(['Tk7mQx9', 'CZ000001'])('%s breaks one rule, which is told', (value) => {
    const refusal = propose('administrator', value, 'edited')
    expect(refusal).toMatchObject({ code: 'password_policy', fields: [{ path: 'temporaryPassword' }] })
  })
})

describe('chooseSuggestionLength', () => {
  const choose = (wished: number | undefined, minLength: number, maxLength = 20) =>
    chooseSuggestionLength(wished, { temporaryPassword: { minLength, maxLength, defaultLength: 15 } })

  it('is the wish inside the policy’s limits, never under ten', () => {
    expect([9, 10, 11, 20, 21].map((wished) => choose(wished, 8))).toEqual([10, 10, 11, 20, 20])
    expect([11, 12, 13].map((wished) => choose(wished, 12))).toEqual([12, 12, 13])
    expect(choose(1, 8, 10)).toBe(10)
  })

  it('is the policy’s own without a wish', () => {
    expect(choose(undefined, 8)).toBe(15)
  })
})
