import { describe, expect, test } from 'vitest'
import { DirectoryError, type DirectoryKind } from '../../../../src-server/directory/directory-port.ts'
import {
  readBindReason,
  readLdapFailure,
  readWindowsStatus,
  type LdapStage,
} from '../../../../src-server/directory/ldap-failure.ts'

const person = 'cn=田中 愛子,ou=M-A,dc=example,dc=test'
const secret = 'Temp-Passw0rd-1'

const failWith = (code: number | string | undefined, message = ''): Error => {
  const error = new Error(`${message} ${person} ${secret}`)
  return code === undefined ? error : Object.assign(error, { code })
}
const kindOf = (error: Error, stage: LdapStage, kind: DirectoryKind = 'open-ldap'): string =>
  readLdapFailure(error, stage, kind).kind

describe('what the server answered', () => {
  test.each([
    ['connect', 49, 'misconfigured'],
    ['connect', 8, 'misconfigured'],
    ['connect', 52, 'unavailable'],
    ['read', 32, 'misconfigured'],
    ['read', 10, 'misconfigured'],
    ['read', 50, 'denied'],
    ['read', 51, 'unavailable'],
    ['read', 80, 'unavailable'],
    ['write', 16, 'conflict'],
    ['write', 20, 'conflict'],
    ['write', 122, 'conflict'],
    ['write', 19, 'password_refused'],
    ['write', 32, 'not_found'],
    ['write', 50, 'denied'],
    ['write', 10, 'misconfigured'],
    ['write', 53, 'misconfigured'],
    ['write', 13, 'misconfigured'],
    ['write', 51, 'unavailable'],
    ['write', 65, 'protocol'],
  ] as const)('%s %i is %s', (stage, code, expected) => {
    expect(kindOf(failWith(code), stage)).toBe(expected)
  })

  test.each([
    [19, '0000052D: Constraint violation', 'password_refused'],
    [53, '0000052D: SvcErr: DSID-031A12D2, problem 5003 (WILL_NOT_PERFORM)', 'password_refused'],
    [19, '00000056: Constraint violation', 'wrong_password'],
    [53, '00002035: setup_io', 'misconfigured'],
  ])('Active Directory, write %i “%s” is %s', (code, text, expected) => {
    expect(kindOf(failWith(code, text), 'write', 'active-directory')).toBe(expected)
  })
})

describe('R5: what never was an answer', () => {
  test.each([
    ['connect', 'ECONNREFUSED', 'unavailable'],
    ['connect', 'ENOTFOUND', 'unavailable'],
    ['connect', 'CERT_HAS_EXPIRED', 'misconfigured'],
    ['connect', 'ERR_TLS_CERT_ALTNAME_INVALID', 'misconfigured'],
    ['connect', 'SELF_SIGNED_CERT_IN_CHAIN', 'misconfigured'],
    ['read', 'ECONNRESET', 'unavailable'],
    ['write', 'ECONNRESET', 'unknown_outcome'],
    ['read', undefined, 'unavailable'],
    ['write', undefined, 'unknown_outcome'],
  ] as const)('%s, %s is %s', (stage, code, expected) => {
    expect(kindOf(failWith(code, 'Connection closed before message response was received.'), stage)).toBe(expected)
  })

  test('a write that was never sent has a known outcome: none', () => {
    expect(kindOf(new Error('Socket connection not established'), 'write')).toBe('unavailable')
  })
})

test('P22: neither the server’s words nor people nor passwords are kept', () => {
  for (const code of [1, 10, 19, 49, 53, 80, 'ECONNRESET', 'CERT_HAS_EXPIRED', undefined]) {
    for (const stage of ['connect', 'read', 'write'] as const) {
      const failure = readLdapFailure(failWith(code, '80090308: LdapErr, data 52e'), stage, 'active-directory')
      const text = `${failure.detail} ${failure.message} ${failure.stack} ${String(failure.cause)}`
      expect(text).not.toContain('田中')
      expect(text).not.toContain(secret)
    }
  }
})

test('the numbers of Active Directory are read', () => {
  const error = failWith(49, '80090308: LdapErr: DSID-0C09041C, comment: AcceptSecurityContext error, data 773, v2580')
  expect(readBindReason(error)).toBe('773')
  expect(readWindowsStatus(error)).toBe('80090308')
})

test('a DirectoryError passes as it is', () => {
  const error = new DirectoryError('conflict')
  expect(readLdapFailure(error, 'write', 'ds389')).toBe(error)
})
