import { expect, test } from 'vitest'
import { createAccountQueue } from '../../../../src-server/directory/account-queue.ts'
import { createSentPasswords } from '../../../../src-server/directory/sent-passwords.ts'

test('a password sent again for the same account is known, any other is not', () => {
  const sent = createSentPasswords()
  const answers = [
    sent.isRepeated('a', 'one'),
    sent.isRepeated('a', 'one'),
    sent.isRepeated('b', 'one'),
    sent.isRepeated('a', 'two'),
    sent.isRepeated('a', 'one'),
  ]
  expect(answers).toEqual([false, true, false, false, false])
})

test('writes of one account wait for each other, also after one has failed; those of others do not', async () => {
  const inOrder = createAccountQueue()
  const gate = Promise.withResolvers<void>()
  const seen: string[] = []
  const first = inOrder('a', async () => {
    await gate.promise
    seen.push('a1')
    throw new Error('failed')
  })
  const second = inOrder('a', async () => seen.push('a2'))
  await inOrder('b', async () => seen.push('b1'))
  gate.resolve()
  await expect(first).rejects.toThrow('failed')
  await second
  expect(seen).toEqual(['b1', 'a1', 'a2'])
})
