import { readFileSync } from 'node:fs'
import { parseOptions } from '@node-rs/argon2'
import { hash as hashBcrypt } from 'bcryptjs'
import { describe, expect, it } from 'vitest'
import { argon2Parameters, createPasswordVerifier } from '../../../../src-server/security/password-verifier.ts'
import { createWorkQueue } from '../../../../src-server/security/work-queue.ts'

const passwords = createPasswordVerifier({ maxConcurrent: 2, maxQueued: 20 })

describe('password verifiers (P9)', () => {
  it('are argon2id with at least 19 MiB, two passes, one lane, and a salt each', async () => {
    const [a, b] = [await passwords.hash('same password'), await passwords.hash('same password')]
    expect(a).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(a).not.toBe(b)
    expect(parseOptions(a)).toMatchObject({ ...argon2Parameters, saltLen: 16, outputLen: 32 })
    expect(await passwords.verify(a, 'same password')).toBe(true)
    expect(await passwords.verify(a, 'Same password')).toBe(false)
    expect(passwords.needsRehash(a)).toBe(false)
  })

  it('passwords count exactly as given: blanks, normal forms and length matter', async () => {
    const verifier = await passwords.hash('\u00e9 ')
    for (const other of ['\u00e9', 'e\u0301 ', ' \u00e9 ']) expect(await passwords.verify(verifier, other)).toBe(false)
    const long = 'x'.repeat(200)
    expect(await passwords.verify(await passwords.hash(`${long}a`), `${long}b`)).toBe(false)
  })

  it('bcrypt ones verify and are due for a new one, as are weaker argon2 ones', async () => {
    const bcrypt = await hashBcrypt('imported', 4)
    expect(await passwords.verify(bcrypt, 'imported')).toBe(true)
    expect(await passwords.verify(bcrypt.replace('$2b$', '$2a$'), 'imported')).toBe(true)
    expect(await passwords.verify(bcrypt, 'other')).toBe(false)
    expect(passwords.needsRehash(bcrypt)).toBe(true)
    const weak = `$argon2id$v=19$m=4096,t=2,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`
    expect(passwords.needsRehash(weak)).toBe(true)
    expect(passwords.needsRehash(weak.replace('argon2id', 'argon2i'))).toBe(true)
  })

  it('nobody’s verifier has the same parameters, so that it takes the same time (P12)', async () => {
    const source = readFileSync(
      new URL('../../../../src-server/security/password-verifier.ts', import.meta.url),
      'utf8',
    )
    const { memoryCost, timeCost, parallelism } = argon2Parameters
    expect(source).toContain(`m=${memoryCost},t=${timeCost},p=${parallelism}$`)
    expect(await passwords.verifyForNobody('anything')).toBe(false)
  })
})

describe('the work queue', () => {
  it('runs so many at once, lets so many wait in order, and turns the next away', async () => {
    const queue = createWorkQueue({ maxConcurrent: 2, maxQueued: 2 })
    const started: number[] = []
    const finish = new Map<number, () => void>()
    const start = (id: number) =>
      queue.run(() => {
        started.push(id)
        return new Promise<number>((resolve) => finish.set(id, () => resolve(id)))
      })
    const [first, second, third, fourth] = [start(1), start(2), start(3), start(4)]
    await Promise.resolve()
    expect(started).toEqual([1, 2])
    await expect(start(5)).rejects.toMatchObject({ code: 'overloaded', facts: { retryAfterSeconds: 2 } })
    finish.get(1)?.()
    expect(await first).toBe(1)
    await Promise.resolve()
    expect(started).toEqual([1, 2, 3])
    for (const [id, done] of [
      [2, second],
      [3, third],
      [4, fourth],
    ] as const) {
      while (!finish.has(id)) await Promise.resolve()
      finish.get(id)?.()
      expect(await done).toBe(id)
    }
  })

  it('a task that fails makes room like any other', async () => {
    const queue = createWorkQueue({ maxConcurrent: 1, maxQueued: 0 })
    await expect(queue.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    expect(await queue.run(() => Promise.resolve('next'))).toBe('next')
  })
})
