import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { verifyEd25519 } from '../../src-main/adapters/node-signature.ts'
import type { UpdateOffer } from '../../src-main/ports/update-feed-port.ts'
import { isFeedAddress, isSignedFile, judgeUpdate, parseFeedUrl } from '../../src-main/security/update-trust.ts'
import { composeUpdateStatement } from '../../src-shared/domain/update-statement.ts'

const makeKey = () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return { privateKey, publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64') }
}
const [first, second, foreign] = [makeKey(), makeKey(), makeKey()]
const files = [
  { name: 'desk-1.3.0.AppImage', sha512: `${'A'.repeat(86)}==` },
  { name: 'desk-1.3.0.deb', sha512: `${'B'.repeat(86)}==` },
]

const signWith = (key: typeof first, version: string, signed = files): string =>
  sign(null, Buffer.from(composeUpdateStatement(version, signed)), key.privateKey).toString('base64')
const offer = (version: string, signatures: readonly string[], offered = files): UpdateOffer => ({
  version,
  files: offered,
  signatures,
  isForThisMachine: true,
})
const judge = (given: UpdateOffer, installedVersion = '1.2.0', trustedKeys = [first.publicKey, second.publicKey]) =>
  judgeUpdate(given, { installedVersion, trustedKeys, verify: verifyEd25519 })

describe('S-26: judgeUpdate (E45)', () => {
  it.each([
    ['the first key', first],
    ['the second key', second],
  ])('trusts a newer version that %s signed', (_name, key) => {
    expect(judge(offer('1.3.0', [signWith(key, '1.3.0')]))).toEqual({ kind: 'trusted' })
  })

  it('needs only one of several signatures, in any order of files', () => {
    const signatures = [signWith(foreign, '1.3.0'), signWith(second, '1.3.0')]
    expect(judge(offer('1.3.0', signatures, files.toReversed()))).toEqual({ kind: 'trusted' })
  })

  const good = signWith(first, '1.3.0')
  const unsigned: [string, UpdateOffer][] = [
    ['no signature', offer('1.3.0', [])],
    ['a foreign key’s', offer('1.3.0', [signWith(foreign, '1.3.0')])],
    ['one cut off', offer('1.3.0', [good.slice(0, -4)])],
    ['one without its last byte', offer('1.3.0', [Buffer.from(good, 'base64').subarray(0, 63).toString('base64')])],
    ['one with a byte more', offer('1.3.0', [Buffer.from(`${good}A`, 'base64').toString('base64') + 'AAAA'])],
    ['one with a space in front', offer('1.3.0', [` ${good}`])],
    ['an empty one', offer('1.3.0', [''])],
    ['that of another version', offer('1.3.1', [good])],
    ['that of another hash', offer('1.3.0', [good], [{ name: 'desk-1.3.0.AppImage', sha512: `${'C'.repeat(86)}==` }])],
    ['that of fewer files', offer('1.3.0', [good], files.slice(1))],
    [
      'that of another file name',
      offer(
        '1.3.0',
        [good],
        files.map((file) => ({ ...file, name: `x${file.name}` })),
      ),
    ],
  ]
  it.each(unsigned)('refuses what carries %s', (_what, given) => {
    expect(judge(given)).toEqual({ kind: 'refused', reason: 'unsigned' })
  })

  it('trusts nobody without keys, and no key that is none', () => {
    const signed = offer('1.3.0', [good])
    expect(judge(signed, '1.2.0', [])).toMatchObject({ reason: 'unsigned' })
    expect(judge(signed, '1.2.0', ['', 'AAAA'])).toMatchObject({ reason: 'unsigned' })
  })

  const versions: [offered: string, installed: string, verdict: string][] = [
    ['1.2.0', '1.2.0', 'same'],
    ['1.2.1', '1.2.0', 'trusted'],
    ['1.10.0', '1.9.9', 'trusted'],
    ['2.0.0', '1.99.99', 'trusted'],
    ['1.1.9', '1.2.0', 'older'],
    ['0.9.0', '1.0.0', 'older'],
    ['1.2.0-beta.1', '1.2.0', 'older'],
    ['1.3.0-beta.1', '1.2.0', 'pre-release'],
    ['1.3.0-beta.2', '1.3.0-beta.1', 'trusted'],
    ['1.3.0-beta.10', '1.3.0-beta.9', 'trusted'],
    ['1.3.0-beta.1', '1.3.0-beta.2', 'older'],
    ['1.3.0-beta', '1.3.0-beta.1', 'older'],
    ['1.3.0-rc.1', '1.3.0-beta.9', 'trusted'],
    ['1.3.0-1', '1.3.0-beta', 'older'],
    ['1.3.0', '1.3.0-rc.1', 'trusted'],
    ['1.3.0-rc.1', '1.3.0-rc.1', 'same'],
    ['1.3', '1.2.0', 'not-a-version'],
    ['v1.3.0', '1.2.0', 'not-a-version'],
    ['01.3.0', '1.2.0', 'not-a-version'],
    ['1.3.0+build', '1.2.0', 'not-a-version'],
    ['99999999999999999999.0.0', '1.2.0', 'not-a-version'],
    ['', '1.2.0', 'not-a-version'],
  ]
  it.each(versions)('%s over %s: %s', (offered, installed, expected) => {
    const verdict = judge(offer(offered, [signWith(first, offered)]), installed)
    expect(verdict.kind === 'refused' ? verdict.reason : verdict.kind).toBe(expected)
  })

  it('knows the hashes that were signed', () => {
    expect(isSignedFile(offer('1.3.0', []), `${'B'.repeat(86)}==`)).toBe(true)
    expect(isSignedFile(offer('1.3.0', []), `${'C'.repeat(86)}==`)).toBe(false)
  })
})

describe('the feed’s address (E45)', () => {
  it.each([
    ['https://updates.example.com/desk/', true],
    ['https://updates.example.com:8443/desk', true],
    ['http://updates.example.com/desk/', false],
    ['http://127.0.0.1/desk/', false],
    ['file:///tmp/feed/', false],
    ['ftp://updates.example.com/', false],
    ['https://user:secret@updates.example.com/', false],
    ['https://updates.example.com/?a=b', false],
    ['https://updates.example.com/#a', false],
    ['updates.example.com', false],
    ['', false],
  ])('%s: %s', (text, isUsable) => {
    expect(parseFeedUrl(text) !== undefined).toBe(isUsable)
  })

  it.each([
    ['https://updates.example.com/other/latest.yml', true],
    ['https://UPDATES.example.com/desk/latest.yml', true],
    ['https://updates.example.com:443/desk/latest.yml', true],
    ['http://updates.example.com/desk/latest.yml', false],
    ['https://updates.example.com:8443/desk/latest.yml', false],
    ['https://updates.example.com.evil.example/desk/latest.yml', false],
    ['https://evil.example/updates.example.com/', false],
    ['https://updates.example.com@evil.example/', false],
    ['https://user@updates.example.com/', false],
    ['//updates.example.com/desk', false],
  ])('a redirect to %s: %s', (address, isAllowed) => {
    expect(isFeedAddress(new URL('https://updates.example.com/desk/'), address)).toBe(isAllowed)
  })
})
