import { foldSearchText } from '../../../../src-shared/domain/search-text.ts'

/** After so long the next letter begins a new word. */
const forgetMs = 800

interface TypedLetter {
  readonly key: string
  readonly atMs: number
  readonly activeIndex: number
}

type Find = (prefix: string, from: number) => number | undefined

/** Whether a key is a letter or digit that names a row, rather than a command. */
export const isLetter = (event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey'>): boolean =>
  !event.ctrlKey && !event.altKey && !event.metaKey && /^[\p{L}\p{N}]$/u.test(event.key)

/**
 * Collects the letters typed in a list, folded as in the search. The first one looks from the next row on, further ones
 * from the active row; the same letter again goes on to the next row of that letter where nothing begins with it twice.
 */
export function createTypeAhead(): (typed: TypedLetter, find: Find) => number | undefined {
  let typed = ''
  let lastMs = -Infinity
  return ({ key, atMs, activeIndex }, find) => {
    const letter = foldSearchText(key)
    typed = atMs - lastMs > forgetMs ? letter : typed + letter
    lastMs = atMs
    const found = find(typed, typed === letter ? activeIndex + 1 : activeIndex)
    if (found !== undefined || typed !== letter.repeat([...typed].length)) return found
    return find(letter, activeIndex + 1)
  }
}
