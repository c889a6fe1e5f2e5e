import { describe, expect, it } from 'vitest'
import { needsReauthentication } from '../../../../src-server/modules/sessions/step-up-policy.ts'

const authenticatedAt = new Date('2026-11-23T03:00:00.000Z')

describe('when the own password is asked for again (P14)', () => {
  it.each([
    [600, 600_000, false],
    [600, 600_001, true],
    [600, -600_000, false],
    [1, 1001, true],
    [0, 86_400_000, false],
  ])('with %i s, after %i ms: %s', (reauthenticationSeconds, ageMs, asked) => {
    const at = new Date(authenticatedAt.getTime() + ageMs)
    expect(needsReauthentication({ authenticatedAt }, { reauthenticationSeconds }, at)).toBe(asked)
  })
})
