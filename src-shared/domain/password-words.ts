const lookAlikes: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '9': 'g',
}

const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\-_.@]/gu, '')

const spelled = (text: string): string => plain(text).replace(/[0-9]/g, (digit) => lookAlikes[digit] ?? digit)

/**
 * Tells whether `value` holds one of `words`, without regard to case, width, blanks, or digits that stand in for letters
 * (`5h1t`). Words of fewer than three characters are left out: nearly every password would hold one.
 */
export function containsWord(value: string, words: readonly string[]): boolean {
  const [asIs, asSpelled] = [plain(value), spelled(value)]
  return words.some((word) => {
    const sought = plain(word)
    return [...sought].length >= 3 && (asIs.includes(sought) || asSpelled.includes(sought))
  })
}
