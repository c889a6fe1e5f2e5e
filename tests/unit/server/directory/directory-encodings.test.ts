import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodePassword } from '../../../../src-server/directory/active-directory.ts'
import { formatGeneralizedTime, parseGeneralizedTime } from '../../../../src-server/directory/generalized-time.ts'
import { assertAll, assertEquals, assertNot, encodePasswordModify } from '../../../../src-server/directory/ldap-ber.ts'
import { pickEndTime } from '../../../../src-server/directory/ldap-reset.ts'
import { formatObjectGuid, parseObjectGuid } from '../../../../src-server/directory/object-guid.ts'
import { readPasswordVersion } from '../../../../src-server/directory/password-version.ts'
import { mayWrite } from '../../../../src-server/directory/ds389-checks.ts'

describe('generalised time', () => {
  test('UTC to the second, never later than the instant', () => {
    expect(formatGeneralizedTime(new Date('2026-01-31T14:59:59.999Z'))).toBe('20260131145959Z')
  })

  test.each([
    ['20260131145959Z', '2026-01-31T14:59:59.000Z'],
    ['20260131145959.0Z', '2026-01-31T14:59:59.000Z'],
    ['20260131145959.123456Z', '2026-01-31T14:59:59.123Z'],
  ])('%s is read', (text, expected) => {
    expect(parseGeneralizedTime(text)?.toISOString()).toBe(expected)
  })

  test.each([undefined, '', '2026-01-31T14:59:59Z', '20261331000000Z', '20260131145959', '000001010000Z'])(
    '%s is none',
    (text) => {
      expect(parseGeneralizedTime(text)).toBeUndefined()
    },
  )

  test('an end that stands there already is told apart by a second, and earlier', () => {
    const until = new Date('2026-01-31T15:00:00Z')
    expect(pickEndTime(until, undefined)).toBe('20260131150000Z')
    expect(pickEndTime(until, '20260131150000Z')).toBe('20260131145959Z')
    // Also from the one before that: a reset whose answer was lost is sent again.
    expect(pickEndTime(until, '20260131145959Z')).toBe('20260131145958Z')
    expect(pickEndTime(until, '20260131145950Z')).toBe('20260131150000Z')
    expect(pickEndTime(until, '20260131150001Z')).toBe('20260131150000Z')
  })
})

describe('objectGUID', () => {
  test('has its first three groups the other way round', () => {
    const bytes = Buffer.from('3db24a0f8efd2f4e9b6c0011223344ff', 'hex')
    expect(formatObjectGuid(bytes)).toBe('0f4ab23d-fd8e-4e2f-9b6c-0011223344ff')
    expect(parseObjectGuid('0F4AB23D-fd8e-4e2f-9b6c-0011223344ff')).toEqual(bytes)
  })

  test('there and back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        const guid = formatObjectGuid(Buffer.from(bytes))
        expect(parseObjectGuid(guid ?? '')).toEqual(Buffer.from(bytes))
      }),
    )
  })

  test.each(['', '*', '0f4ab23d', '0f4ab23d-fd8e-4e2f-9b6c-0011223344f*', '{0f4ab23d-fd8e-4e2f-9b6c-0011223344ff}'])(
    '“%s” is none',
    (text) => {
      expect(parseObjectGuid(text)).toBeUndefined()
    },
  )
})

describe('passwords on the wire', () => {
  test('RFC 3062: whose, old and new, in this order', () => {
    const value = encodePasswordModify({ dn: 'cn=a', oldPassword: 'old', newPassword: 'new' })
    expect(value.toString('hex')).toBe('30108004636e3d6181036f6c6482036e6577')
  })

  test('lengths beyond 127 and 255 take one and two bytes more', () => {
    const long = encodePasswordModify({ dn: 'x'.repeat(200), newPassword: 'y'.repeat(100) })
    expect(long.subarray(0, 4).toString('hex')).toBe('30820131')
    expect(long.subarray(4, 7).toString('hex')).toBe('8081c8')
  })

  test('Active Directory: quotation marks, two bytes a character', () => {
    expect(encodePassword('aé').toString('hex')).toBe('22006100e9002200')
  })
})

test('RFC 4528: a condition in BER', () => {
  const condition = assertAll([assertNot(assertEquals('a', 'b'))])
  expect(condition.toString('hex')).toBe('a00aa208a306040161040162')
})

describe('replPropertyMetaData', () => {
  const record = (attribute: number, version: number): Buffer => {
    const bytes = Buffer.alloc(48)
    bytes.writeUInt32LE(attribute, 0)
    bytes.writeUInt32LE(version, 4)
    return bytes
  }
  const header = (count: number): Buffer => {
    const bytes = Buffer.alloc(16)
    bytes.writeUInt32LE(1, 0)
    bytes.writeUInt32LE(count, 8)
    return bytes
  }

  test('holds how often the password was set', () => {
    expect(readPasswordVersion(Buffer.concat([header(2), record(3, 1), record(0x9005a, 7)]))).toBe(7)
  })

  test.each([
    ['not readable', undefined],
    ['cut off', Buffer.concat([header(2), record(3, 1)])],
    ['without a password', Buffer.concat([header(1), record(3, 1)])],
    ['something else', Buffer.alloc(64, 0xff)],
  ])('%s: undefined', (_name, metadata) => {
    expect(readPasswordVersion(metadata)).toBeUndefined()
  })
})

test('effective rights of 389: w stands for writing', () => {
  expect(mayWrite('userPassword:wo, pwdTPRExpireAt:rsc', 'userpassword')).toBe(true)
  expect(mayWrite('userPassword:wo, pwdTPRExpireAt:rsc', 'pwdTPRExpireAt')).toBe(false)
})
