import { foldSearchText, splitSearchWords } from '../../../src-shared/domain/search-text.ts'

export interface Findable {
  readonly id: string
  /** In every language: what is on the screen, and what else it may be called. */
  readonly texts: readonly string[]
}

/**
 * Those in which every word of `query` is found, folded like the search for users (U1, U2): けんさく, ケンサク and ｹﾝｻｸ are
 * the same. `recent` come first, the latest at the top; the others keep their order.
 */
export function findCommands<Item extends Findable>(
  items: readonly Item[],
  query: string,
  recent: readonly string[],
): readonly Item[] {
  const words = splitSearchWords(query)
  const found = items.filter(({ texts }) => {
    const folded = texts.map(foldSearchText).join(' ')
    return words.every((word) => folded.includes(word))
  })
  const rank = ({ id }: Item): number => (recent.includes(id) ? recent.indexOf(id) : recent.length)
  return found.toSorted((one, other) => rank(one) - rank(other))
}
