import { describe, expect, it } from 'vitest'
import {
  nameOfColumn,
  policyColumns,
  readPolicyChanges,
} from '../../../../src-server/modules/policy/policy-settings-schema.ts'

const problemsOf = (...assignments: string[]) =>
  readPolicyChanges(assignments).problems.map(({ path, message }) => `${path} ${message}`)

describe('readPolicyChanges', () => {
  it('knows every rule by its name', () => {
    expect(policyColumns.map(nameOfColumn).join(' ')).toBe(
      'temporaryMinLength temporaryMaxLength temporaryDefaultLength administratorMayEdit helpdeskMayEdit newMinLength ' +
        'newMaxLength helpdeskMayReissueStaff sessionIdleSeconds sessionAbsoluteSeconds sessionsPerUser offlineReviewDays ' +
        'secondPersonForAdministrators reauthenticationSeconds operatorReissuesPerHour securityContactEmail ' +
        'slipWithPassword',
    )
  })

  it('reads numbers, yes and no, addresses and none', () => {
    const read = readPolicyChanges([
      'temporaryMinLength=12',
      'helpdeskMayEdit=true',
      'securityContactEmail=none',
      ' sessionIdleSeconds = 600 ',
    ])
    expect(read).toEqual({
      changes: {
        temporary_min_length: 12,
        helpdesk_may_edit: true,
        security_contact_email: null,
        session_idle_seconds: 600,
      },
      problems: [],
    })
    expect(readPolicyChanges(['securityContactEmail=soc@example.test']).changes).toEqual({
      security_contact_email: 'soc@example.test',
    })
  })

  it('lists every problem and repeats no value (P22)', () => {
    const problems = problemsOf(
      'temporaryMinLength=canary',
      'newMaxLength=32',
      'helpdeskMayEdit=yes',
      'securityContactEmail=canary',
      'canary=1',
      'reauthenticationSeconds',
      'offlineReviewDays=1',
      'offlineReviewDays=2',
    )
    expect(problems).toEqual([
      'assignment 5 names no rule; "policy" lists them',
      'reauthenticationSeconds is not name=value',
      'offlineReviewDays is set twice',
      'temporaryMinLength is not a whole number from 8 to 32',
      'newMaxLength is not a whole number from 64 to 1024',
      'helpdeskMayEdit is neither true nor false',
      'securityContactEmail is neither a mail address nor none',
    ])
  })

  it.each(['-1', '1e3', '0x10', '٣', '8.5', ' ', '99999999999'])('%j is no number', (value) => {
    expect(problemsOf(`temporaryMinLength=${value}`)).toHaveLength(1)
  })
})
