import { describe, expect, it } from 'vitest'
import { decideTrust, isSameFingerprint } from '../../../src-main/security/certificate-trust.ts'
import { chooseProxy } from '../../../src-main/security/proxy-list.ts'
import { parseServerAddress } from '../../../src-main/security/server-address.ts'

describe('the address of a server (E1)', () => {
  it.each([
    ['https://desk.example', 'https://desk.example'],
    ['https://desk.example/', 'https://desk.example'],
    ['  https://Desk.Example:443//  ', 'https://desk.example'],
    ['https://desk.example:8443', 'https://desk.example:8443'],
    ['https://desk.example/saihakko/', 'https://desk.example/saihakko'],
    ['desk.example', 'https://desk.example'],
    ['desk.example:8443', 'https://desk.example:8443'],
    ['localhost:8443', 'https://localhost:8443'],
    ['ｈｔｔｐｓ：／／ｄｅｓｋ．ｅｘａｍｐｌｅ', 'https://desk.example'],
    ['https://日本語.example', 'https://xn--wgv71a119e.example'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://localhost', 'http://localhost'],
    ['http://[::1]:8080/', 'http://[::1]:8080'],
  ])('%s is %s', (text, url) => {
    expect(parseServerAddress(text)).toBe(url)
    expect(parseServerAddress(url)).toBe(url)
  })

  it.each([
    '',
    '   ',
    'http://desk.example',
    'http://127.0.0.1.example',
    'http://localhost.example',
    'http://192.168.0.1',
    'https://a@b',
    'https://desk.example@evil.example',
    'https://user:secret@desk.example',
    'https://desk.example?x=1',
    'https://desk.example#x',
    'https://desk.example\\@evil.example',
    'https://desk example',
    'https://',
    'https://:443',
    'https://desk.example:99999',
    'ftp://desk.example',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'app://desk/index.html',
  ])('%s cannot be used', (text) => {
    expect(parseServerAddress(text)).toBeUndefined()
  })
})

const fingerprint = Array.from({ length: 32 }, (_, index) => (index + 16).toString(16).toUpperCase()).join(':')
const another = `FF${fingerprint.slice(2)}`

describe('trust in a certificate (E1)', () => {
  it.each([
    ['vouched for by the system', true, undefined, 'system'],
    ['vouched for by nobody', false, undefined, 'certificate_untrusted'],
    ['confirmed by a person', false, fingerprint, 'person'],
    ['confirmed, and written differently', false, fingerprint.toLowerCase().replaceAll(':', ' '), 'person'],
    ['other than the confirmed one', false, another, 'certificate_changed'],
    ['other than the confirmed one, though the system vouches for it', true, another, 'certificate_changed'],
    ['with nothing that could be compared', true, '', 'certificate_changed'],
  ] as const)('%s', (_what, isTrustedBySystem, pin, decision) => {
    expect(decideTrust({ fingerprint, isTrustedBySystem }, pin)).toBe(decision)
  })

  it('nothing is not the same as nothing, nor a part the same as the whole', () => {
    expect(isSameFingerprint('', '')).toBe(false)
    expect(isSameFingerprint(fingerprint.slice(0, 20), fingerprint.slice(0, 20))).toBe(false)
  })
})

describe('the system’s proxies', () => {
  it.each([
    ['DIRECT', undefined],
    ['', undefined],
    ['PROXY proxy.example:8080; DIRECT', { isSecure: false, host: 'proxy.example', port: 8080 }],
    ['DIRECT; PROXY proxy.example:8080', undefined],
    ['SOCKS5 socks.example:1080; HTTPS proxy.example', { isSecure: true, host: 'proxy.example', port: 443 }],
    ['PROXY [::1]:3128', { isSecure: false, host: '::1', port: 3128 }],
    ['PROXY user:secret@proxy.example:8080', undefined],
  ])('%s', (list, proxy) => {
    expect(chooseProxy(list)).toEqual(proxy)
  })
})
