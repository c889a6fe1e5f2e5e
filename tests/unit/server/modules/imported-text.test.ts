import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { importedTextSchema } from '../../../../src-server/modules/members/imported-user-schema.ts'
import { foldSearchText } from '../../../../src-shared/domain/search-text.ts'

const blanks = [' ', '\u00a0', '\u2003', '\u202f', '\u3000', '\ufeff'] as const

describe('text that is imported', () => {
  it('is blank when a search could find nothing of it', () => {
    const letters = fc.oneof(fc.constantFrom(...blanks), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }))
    const texts = fc.array(letters, { maxLength: 4 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(texts, (text) => {
        fc.pre(text !== '' && !/\p{Cc}/u.test(text))
        expect(importedTextSchema.safeParse(text).success).toBe(foldSearchText(text) !== '')
      }),
    )
  })
})
