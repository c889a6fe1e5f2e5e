import { describe, expect, it } from 'vitest'
import { createOncePer } from '../../../src-server/once-per.ts'

describe('what is done now and then', () => {
  it('is due at first, again when the time is over, and after a clock that jumped back', () => {
    const isDue = createOncePer(1000)
    const due = [5000, 5999, 6000, 6001, 7000, 5500, 5600].map((ms) => isDue(new Date(ms)))
    expect(due).toEqual([true, false, true, false, true, true, false])
  })
})
