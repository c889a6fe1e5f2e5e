import { expect, test } from 'vitest'
import { readLdapTarget, readTlsOptions } from '../../../../src-server/directory/ldap-target.ts'

const read = (url: string, startTls = false, environment = {}) => readLdapTarget({ url, startTls }, 'a CA', environment)
const misconfigured = expect.objectContaining({ kind: 'misconfigured' })

test.each(['ldap://directory.example.test', 'ldap://192.0.2.1:389', 'ldap://[2001:db8::1]'])(
  '%s would carry passwords in the clear and is refused',
  (url) => {
    expect(() => read(url)).toThrow(misconfigured)
  },
)

test.each([
  ['ldaps://directory.example.test', false, 'tls', 636],
  ['ldaps://directory.example.test:1636', false, 'tls', 1636],
  ['ldap://directory.example.test', true, 'start-tls', 389],
  ['ldap://127.0.0.1:3891', false, 'loopback', 3891],
  ['ldap://[::1]', false, 'loopback', 389],
] as const)('%s (StartTLS %s) is %s on port %i', (url, startTls, security, port) => {
  expect(read(url, startTls)).toMatchObject({ security, port })
})

test('StartTLS on top of TLS is a mistake', () => {
  expect(() => read('ldaps://directory.example.test', true)).toThrow(misconfigured)
})

test.each(['ldapts', 'http,ldapts', '*', 'LDAPTS', 'ldap*', ' ldapts '])('NODE_DEBUG=%s prints passwords', (value) => {
  expect(() => read('ldaps://directory.example.test', false, { NODE_DEBUG: value })).toThrow(misconfigured)
})

test.each([undefined, '', 'http', 'tls,net', 'ldapt'])('NODE_DEBUG=%s does not', (value) => {
  expect(read('ldaps://directory.example.test', false, { NODE_DEBUG: value }).host).toBe('directory.example.test')
})

test('the certificate is held against the host of the URL, by name or by address', async () => {
  expect(await readTlsOptions(read('ldap://directory.example.test', true))).toMatchObject({
    host: 'directory.example.test',
    servername: 'directory.example.test',
    ca: 'a CA',
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
  })
  const byAddress = await readTlsOptions(read('ldaps://[2001:db8::1]'))
  expect(byAddress.host).toBe('2001:db8::1')
  expect(byAddress.servername).toBeUndefined()
})
