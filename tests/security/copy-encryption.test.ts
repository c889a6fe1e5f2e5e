import { argon2Sync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nodeRsKeyDerivation } from '../../src-main/adapters/node-rs-key-derivation.ts'
import {
  derivationCost,
  nameCopy,
  newDataKey,
  openSealed,
  sealBytes,
  unwrapKey,
  wrapKey,
} from '../../src-main/services/copy-encryption.ts'
import { quickDerivation } from '../support/offline-desk.ts'

const bytes = fc.uint8Array({ maxLength: 300 })

describe('S-17: sealed bytes (E38)', () => {
  it('open with the same key and context to what they were', () => {
    fc.assert(
      fc.property(bytes, fc.string(), (plain, context) => {
        const key = newDataKey()
        expect(openSealed(key, sealBytes(key, plain, context), context)).toEqual(Buffer.from(plain))
      }),
    )
  })

  it('are refused when any byte is another one, or missing', () => {
    const key = newDataKey()
    const sealed = sealBytes(key, Buffer.from('who reissued whose password'), 'context')
    for (const index of sealed.keys()) {
      const changed = Uint8Array.from(sealed)
      changed[index] = (changed[index] ?? 0) ^ 1
      expect(openSealed(key, changed, 'context')).toBeUndefined()
      expect(openSealed(key, sealed.subarray(0, index), 'context')).toBeUndefined()
    }
  })

  it('are refused under another context or key, and never look the same twice', () => {
    const key = newDataKey()
    const sealed = sealBytes(key, Buffer.from('text'), 'context')
    expect(openSealed(key, sealed, 'other')).toBeUndefined()
    expect(openSealed(newDataKey(), sealed, 'context')).toBeUndefined()
    expect(sealBytes(key, Buffer.from('text'), 'context')).not.toEqual(sealed)
  })
})

describe('S-17: the data key under a password', () => {
  it('comes back for the password alone, for this copy alone', async () => {
    const dataKey = newDataKey()
    const wrapped = await wrapKey(quickDerivation, dataKey, 'right', 'copy')
    expect(await unwrapKey(quickDerivation, wrapped, 'right', 'copy')).toEqual(Buffer.from(dataKey))
    expect(await unwrapKey(quickDerivation, wrapped, 'wrong', 'copy')).toBeUndefined()
    expect(await unwrapKey(quickDerivation, wrapped, 'right', 'another copy')).toBeUndefined()
  })

  it('costs at least what OWASP asks for, by argon2id as RFC 9106 has it', async () => {
    expect(derivationCost.memoryKiB).toBeGreaterThanOrEqual(19 * 1024)
    expect(derivationCost.passes).toBeGreaterThanOrEqual(2)
    const salt = Buffer.from('a salt of 16 byt')
    const key = await nodeRsKeyDerivation.deriveKey('password', salt, { memoryKiB: 64, passes: 2 })
    // Node’s own, which Electron has not.
    const cost = { memory: 64, passes: 2, parallelism: 1, tagLength: 32 }
    const expected = argon2Sync('argon2id', { message: 'password', nonce: salt, ...cost })
    expect(Buffer.from(key)).toEqual(expected)
  })

  it('is the one that the WebAssembly of earlier versions made, whose copies open as before', async () => {
    const salt = Buffer.from('a salt of 16 byt')
    const cost = { memoryKiB: 32 * 1024, passes: 2 }
    const key = await nodeRsKeyDerivation.deriveKey('パスワード correct horse', salt, cost)
    expect(Buffer.from(key).toString('hex')).toBe('7336812b405117020aab5b153c2ee2bacb3bcb68f3f0bd5f49378cbd5ed40849')
  })
})

it('a copy is named after account and server, and tells neither', () => {
  const owner = { userId: 'EJUM128951TST0020000', serverUrl: 'https://desk.example' }
  const names = [owner, { ...owner, userId: 'other' }, { ...owner, serverUrl: 'https://other.example' }].map(nameCopy)
  expect(new Set(names).size).toBe(3)
  expect(names.join()).not.toMatch(/EJUM|desk/)
})
