import { expect, it } from 'vitest'
import { createContentProtectionService } from '../../../src-main/services/content-protection-service.ts'

it('S-14: the window stays out of captures while a password is held, whatever the page says (E39)', () => {
  const told: boolean[] = []
  const protection = createContentProtectionService({
    protectContent: (isOn) => told.push(isOn),
    onReloaded: () => undefined,
    onLost: () => undefined,
  })
  protection.notePage(true)
  protection.noteSecret('one', true)
  protection.noteSecret('two', true)
  protection.notePage(false)
  protection.noteSecret('one', false)
  expect(told).toEqual([true, true, true, true, true])
  protection.noteSecret('two', false)
  expect(told.at(-1)).toBe(false)
})
