import { describe, expect, it } from 'vitest'
import { createCircuitBreaker } from '../../../../src-server/directory/circuit-breaker.ts'
import { DirectoryError } from '../../../../src-server/directory/directory-port.ts'
import { guardDirectory, isOutage, refuseWhileDown } from '../../../../src-server/directory/guarded-directory.ts'
import { createAccountQueue } from '../../../../src-server/modules/directories/account-queue.ts'
import { createFixedClock } from '../../../support/fixed-clock.ts'
import { createMemoryDirectory } from '../../../support/memory-directory.ts'

const setUp = () => {
  const clock = createFixedClock()
  const breaker = createCircuitBreaker({ clock: clock.now, isFailure: isOutage, refuse: refuseWhileDown })
  const fail = () => breaker.run(() => Promise.reject(new DirectoryError('unavailable', 'really')))
  return { clock, breaker, fail }
}

describe('the circuit breaker (R5)', () => {
  it('opens after three outages in a row; a no is none', async () => {
    const { breaker, fail } = setUp()
    const refuse = () => breaker.run(() => Promise.reject(new DirectoryError('password_refused')))
    await expect(fail()).rejects.toMatchObject({ detail: 'really' })
    await expect(fail()).rejects.toMatchObject({ detail: 'really' })
    await expect(refuse()).rejects.toMatchObject({ kind: 'password_refused' })
    for (let turn = 0; turn < 3; turn += 1) await expect(fail()).rejects.toMatchObject({ detail: 'really' })
    await expect(breaker.run(async () => 1)).rejects.toMatchObject({ kind: 'unavailable', detail: 'known to be down' })
    expect(breaker.readState()).toBe('open')
  })

  it('lets one try at a time through afterwards, waits longer each time, and closes with the first that succeeds', async () => {
    const { clock, breaker, fail } = setUp()
    for (let turn = 0; turn < 3; turn += 1) await expect(fail()).rejects.toMatchObject({ detail: 'really' })
    clock.advance(5001)
    expect(breaker.readState()).toBe('half_open')
    const { promise, reject } = Promise.withResolvers<never>()
    const probe = breaker.run(() => promise)
    await expect(breaker.run(async () => 1)).rejects.toMatchObject({ detail: 'known to be down' })
    reject(new DirectoryError('unavailable'))
    await expect(probe).rejects.toMatchObject({ kind: 'unavailable' })
    clock.advance(5001)
    expect(breaker.readState()).toBe('open')
    clock.advance(5000)
    expect(await breaker.run(async () => 1)).toBe(1)
    expect(breaker.readState()).toBe('closed')
  })
})

describe('a guarded directory', () => {
  it('answers in time, whatever is below it: a write that is not answered is of unknown outcome', async () => {
    const { breaker, clock } = setUp()
    const directory = createMemoryDirectory(clock.now)
    directory.put({ accountId: 'a', userId: 'U', loginId: 'u' }, 'old')
    const account = directory.read('a')
    if (!account) throw new Error('no account')
    const seen: string[] = []
    const port = guardDirectory(directory.port, {
      breaker,
      deadlineMs: 20,
      observe: ({ kind }, operation) => void seen.push(`${operation} ${kind}`),
    })
    directory.break('all', { kind: 'slow', until: new Promise(() => {}) }, 2)
    await expect(port.resetToTemporary(account, 'x', clock.now())).rejects.toMatchObject({ kind: 'unknown_outcome' })
    await expect(port.get('a')).rejects.toMatchObject({ kind: 'unavailable' })
    expect(seen).toEqual(['resetToTemporary unknown_outcome', 'get unavailable'])
  })
})

describe('the queue of an account', () => {
  it('lets one work at a time, others beside it, and no more than its length', async () => {
    const queue = createAccountQueue(2)
    const order: string[] = []
    const { promise, resolve } = Promise.withResolvers<void>()
    const first = queue.run('a', async () => {
      await promise
      order.push('first')
      throw new Error('its own')
    })
    const second = queue.run('a', async () => void order.push('second'))
    await queue.run('b', async () => void order.push('other'))
    await expect(queue.run('a', async () => {})).rejects.toMatchObject({ code: 'overloaded' })
    resolve()
    await expect(first).rejects.toThrow('its own')
    await second
    expect(order).toEqual(['other', 'first', 'second'])
    await queue.run('a', async () => void order.push('third'))
    expect(order.at(-1)).toBe('third')
  })
})
