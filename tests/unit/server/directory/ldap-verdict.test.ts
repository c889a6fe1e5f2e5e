import { expect, test } from 'vitest'
import { readWindowsRefusal } from '../../../../src-server/directory/ldap-verdict.ts'

const refuse = (data: string) => ({
  refusal: new Error(`80090308: LdapErr: DSID-0C090400, comment: AcceptSecurityContext error, data ${data}, v4563`),
  policyError: undefined,
})

test.each([
  ['773', 'temporary'],
  ['532', 'expired'],
  ['533', 'disabled'],
  ['701', 'disabled'],
  ['775', 'locked'],
  ['52e', 'wrong'],
  ['52E', 'wrong'],
  ['525', 'wrong'],
  ['530', 'disabled'],
])('Active Directory refuses a bind with data %s: %s', (data, verdict) => {
  expect(readWindowsRefusal(49, refuse(data))).toBe(verdict)
})

test('an unknown reason is no verdict', () => {
  expect(readWindowsRefusal(49, refuse('999'))).toBeUndefined()
})
