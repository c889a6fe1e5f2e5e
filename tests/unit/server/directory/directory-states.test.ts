import type { Entry } from 'ldapts'
import { describe, expect, test } from 'vitest'
import { activeDirectoryDialect } from '../../../../src-server/directory/active-directory-dialect.ts'
import { ds389ChangeMarks, ds389Dialect } from '../../../../src-server/directory/ds389-dialect.ts'
import { openLdapDialect } from '../../../../src-server/directory/open-ldap-dialect.ts'

const now = new Date('2026-01-31T12:00:00Z')
const entry = (values: Record<string, string>): Entry => ({ dn: 'cn=a', ...values })

describe('OpenLDAP', () => {
  const read = (values: Record<string, string>) => openLdapDialect.readState(entry(values), now)

  test.each([
    [{}, 'active', 'active'],
    [{ pwdReset: 'TRUE' }, 'active', 'temporary'],
    [{ pwdReset: 'TRUE', pwdEndTime: '20260131120001Z' }, 'active', 'temporary'],
    [{ pwdReset: 'TRUE', pwdEndTime: '20260131120000Z' }, 'active', 'expired'],
    [{ pwdEndTime: '20260131115959Z' }, 'active', 'expired'],
    [{ pwdAccountLockedTime: '20260131115959Z' }, 'active', 'active'],
    [{ pwdAccountLockedTime: '000001010000Z' }, 'locked', 'active'],
  ])('%j is %s, %s', (values, state, passwordState) => {
    expect(read({ ...values })).toMatchObject({ state, passwordState })
  })

  test('its version is another one after a reset and after the user’s change', () => {
    const versions = [
      read({ pwdChangedTime: '1' }),
      read({ pwdChangedTime: '1', pwdReset: 'TRUE', pwdEndTime: '3' }),
      read({ pwdChangedTime: '1', pwdReset: 'TRUE', pwdEndTime: '2' }),
      read({ pwdChangedTime: '1', pwdEndTime: '2' }),
    ].map(({ version }) => version)
    expect(new Set(versions).size).toBe(versions.length)
  })
})

describe('Active Directory', () => {
  test.each([
    [{ userAccountControl: '512', pwdLastSet: '1340' }, 'active', 'active'],
    [{ userAccountControl: '512', pwdLastSet: '0' }, 'active', 'temporary'],
    [{ userAccountControl: '66048', pwdLastSet: '0' }, 'active', 'active'],
    [{ userAccountControl: '514', pwdLastSet: '1340' }, 'disabled', 'active'],
    [{ userAccountControl: '512' }, 'active', 'none'],
    [{ pwdLastSet: '1', 'msDS-User-Account-Control-Computed': '8388608' }, 'active', 'expired'],
    [{ pwdLastSet: '1', 'msDS-User-Account-Control-Computed': '16' }, 'active', 'active'],
    [{ pwdLastSet: '1', accountExpires: '0' }, 'active', 'active'],
    [{ pwdLastSet: '1', accountExpires: '9223372036854775807' }, 'active', 'active'],
    [{ pwdLastSet: '1', accountExpires: '132000000000000000' }, 'disabled', 'active'],
    [{ pwdLastSet: '1', accountExpires: '150000000000000000' }, 'active', 'active'],
  ])('%j is %s, %s', (values, state, passwordState) => {
    expect(activeDirectoryDialect.readState(entry({ ...values }), now)).toMatchObject({ state, passwordState })
  })
})

describe('389 DS', () => {
  test.each([
    [{}, 'active', 'active'],
    [{ pwdReset: 'TRUE', pwdTPRExpireAt: '20260201000000Z' }, 'active', 'temporary'],
    [{ pwdReset: 'TRUE', pwdTPRExpireAt: '20260131000000Z' }, 'active', 'expired'],
    [{ pwdTPRExpireAt: '20260131000000Z' }, 'active', 'active'],
    [{ nsAccountLock: 'true' }, 'disabled', 'active'],
  ])('%j is %s, %s', (values, state, passwordState) => {
    expect(ds389Dialect.readState(entry({ ...values }), now)).toMatchObject({ state, passwordState })
  })

  test('its version is the time of the password’s change where the server keeps it, else that of any change', () => {
    const versionOf = (values: Record<string, string>) => ds389Dialect.readState(entry(values), now).version
    const before = versionOf({ modifyTimestamp: '1', pwdUpdateTime: '1' })
    expect(versionOf({ modifyTimestamp: '2', modifiersName: 'cn=clerk', pwdUpdateTime: '1' })).toBe(before)
    expect(versionOf({ modifyTimestamp: '2', pwdUpdateTime: '2', pwdReset: 'FALSE' })).not.toBe(before)
    // Within the second of the former one.
    expect(versionOf({ modifyTimestamp: '1', pwdUpdateTime: '1', pwdReset: 'TRUE' })).not.toBe(before)
    expect(versionOf({ modifyTimestamp: '2' })).not.toBe(versionOf({ modifyTimestamp: '1' }))
    // The server ended in the middle of setting it: the password is written, its time is not.
    const modifiersName = 'cn=server,cn=plugins,cn=config'
    expect(versionOf({ modifyTimestamp: '1', modifiersName, pwdUpdateTime: '1' })).toBe(before)
    expect(versionOf({ modifyTimestamp: '2', modifiersName, pwdUpdateTime: '1' })).not.toBe(before)
  })

  test('the second that changes are counted in is read again until it is over', () => {
    const former = { mark: '20260131120000Z', source: '', administrators: '', seenAtMs: Date.now() }
    expect(ds389ChangeMarks.moveOn('20260131120000Z', former).mark).toBe('20260131120000Z')
    const later = { ...former, seenAtMs: former.seenAtMs - 5_000 }
    expect(ds389ChangeMarks.moveOn('20260131120000Z', later).mark).toBe('20260131120001Z')
    expect(ds389ChangeMarks.moveOn('20260131120007Z', later).mark).toBe('20260131120007Z')
  })
})

test.each(['*', '', 'x)(uid=*', '0f4ab23d-fd8e-4e2f-9b6c-0011223344ff '])('“%s” is no identifier anywhere', (text) => {
  for (const dialect of [openLdapDialect, activeDirectoryDialect, ds389Dialect]) {
    expect(dialect.createIdFilter(text)).toBeUndefined()
  }
})
