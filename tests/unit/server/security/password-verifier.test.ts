import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { parseOptions } from '@node-rs/argon2'
import { hash as hashBcrypt } from 'bcryptjs'
import { describe, expect, it } from 'vitest'
import { argon2Parameters, createPasswordVerifier } from '../../../../src-server/security/password-verifier.ts'
import { openPasswordThread } from '../../../../src-server/security/password-thread.ts'
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
  const open = (limits: { maxConcurrent: number; maxQueued: number }) => {
    const given: number[] = []
    const finish = new Map<number, PromiseWithResolvers<number>>()
    const told = { running: 0, waiting: 0, started: 0 }
    const observer = {
      loadChanged: (running: number, waiting: number) => void Object.assign(told, { running, waiting }),
      taskStarted: () => void (told.started += 1),
    }
    const runner = (id: number): Promise<number> => {
      given.push(id)
      const done = Promise.withResolvers<number>()
      finish.set(id, done)
      return done.promise
    }
    return { queue: createWorkQueue(() => runner, { ...limits, observer }), given, finish, told }
  }

  it('lets so many run at once, each with the next one in hand, so many wait in order, and turns others away (ASVS 15.1.3)', async () => {
    const { queue, given, finish, told } = open({ maxConcurrent: 2, maxQueued: 4 })
    const asked = [1, 2, 3, 4, 5, 6].map((id) => queue.run(id))
    expect(given).toEqual([1, 2, 3, 4])
    expect(told).toEqual({ running: 2, waiting: 4, started: 2 })
    await expect(queue.run(7)).rejects.toMatchObject({ code: 'overloaded', facts: { retryAfterSeconds: 2 } })
    finish.get(2)?.resolve(2)
    expect(await asked[1]).toBe(2)
    expect(given).toEqual([1, 2, 3, 4, 5])
    expect(told).toEqual({ running: 2, waiting: 3, started: 3 })
    for (const id of [1, 3, 4, 5, 6]) {
      finish.get(id)?.resolve(id)
      expect(await asked[id - 1]).toBe(id)
    }
    expect(given).toEqual([1, 2, 3, 4, 5, 6])
    expect(told).toEqual({ running: 0, waiting: 0, started: 6 })
  })

  it('a task that fails makes room like any other', async () => {
    const { queue, finish } = open({ maxConcurrent: 1, maxQueued: 0 })
    const first = queue.run(1)
    await expect(queue.run(2)).rejects.toMatchObject({ code: 'overloaded' })
    finish.get(1)?.reject(new Error('broken'))
    await expect(first).rejects.toThrow('broken')
    const third = queue.run(3)
    finish.get(3)?.resolve(3)
    expect(await third).toBe(3)
  })
})

describe('the thread that computes verifiers', () => {
  const parameters = { memoryCost: 8, timeCost: 1, parallelism: 1 }

  it('answers in order and goes on after what it cannot read, of which it says nothing that was typed (P22)', async () => {
    const ask = openPasswordThread()
    const answers = await Promise.allSettled([
      ask({ kind: 'hash', password: 'Tk7mQx93Rw', parameters }),
      ask({ kind: 'verify', verifier: 'broken', password: 'Tk7mQx93Rw' }),
      ask({ kind: 'hash', password: 'other', parameters }),
    ])
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(inspect(answers[1])).not.toContain('Tk7mQx93Rw')
  })

  it('that has ended fails what it was asked, and is followed by another', async () => {
    const ends =
      'import{parentPort as p}from"node:worker_threads";p.on("message",t=>t.password==="end"?process.exit():p.postMessage({result:true}))'
    const ask = openPasswordThread(new URL(`data:text/javascript,${encodeURIComponent(ends)}`))
    const fit = (password: string) => ask({ kind: 'verify', verifier: '', password })
    const [first, second, third] = await Promise.allSettled([fit('a'), fit('end'), fit('b')])
    expect([first.status, second.status, third.status]).toEqual(['fulfilled', 'rejected', 'rejected'])
    expect(await fit('c')).toBe(true)
  })
})
