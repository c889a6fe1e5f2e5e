import { expect, it } from 'vitest'
import { createFairMutex } from '../../../src-server/database/fair-mutex.ts'

it('lets in one at a time, in the order of asking', async () => {
  const mutex = createFairMutex(1000)
  const order: number[] = []
  let inside = 0
  const enter = async (number: number): Promise<void> => {
    const release = await mutex.lock()
    inside += 1
    expect(inside).toBe(1)
    await Promise.resolve()
    order.push(number)
    inside -= 1
    release()
    release()
  }
  await Promise.all([1, 2, 3, 4, 5].map(enter))
  expect(order).toEqual([1, 2, 3, 4, 5])
})

it('turns away who has waited too long, and goes on for the others', async () => {
  const mutex = createFairMutex(20)
  const release = await mutex.lock()
  await expect(mutex.lock()).rejects.toMatchObject({ code: 'overloaded' })
  release()
  const again = await mutex.lock()
  again()
})
