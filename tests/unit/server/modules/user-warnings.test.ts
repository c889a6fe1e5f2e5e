import { expect, it } from 'vitest'
import { findWarnings } from '../../../../src-server/modules/users/user-policy.ts'

const at = new Date('2026-11-24T03:00:00.000Z')
const calm = {
  reissuesLately: 0,
  lastLoginAt: at,
  contactChangedAt: null,
  refusals: { count: 0, suspicious: false },
  memberFailures: 0,
} as const

it('one reissue or one refusal is a warning already (H3)', () => {
  expect(findWarnings(calm, at)).toEqual([])
  expect(findWarnings({ ...calm, reissuesLately: 1 }, at)).toEqual([{ code: 'reissued_recently', count: 1 }])
  expect(findWarnings({ ...calm, refusals: { count: 1, suspicious: true } }, at)).toEqual([
    { code: 'refused_lately', count: 1, suspicious: true },
  ])
})

it('three failures for whomever of the member are a warning at each of its users (H3)', () => {
  expect(findWarnings({ ...calm, memberFailures: 2 }, at)).toEqual([])
  expect(findWarnings({ ...calm, memberFailures: 3 }, at)).toEqual([{ code: 'member_refused_lately', count: 3 }])
})
