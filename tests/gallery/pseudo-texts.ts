/** Texts by key, nested. */
export interface Texts {
  readonly [key: string]: string | Texts
}

/** Of Latin-1, which every font has. */
const accents = new Map(
  ['aá', 'cç', 'eé', 'ií', 'nñ', 'oó', 'uü', 'yý', 'AÅ', 'CÇ', 'EÉ', 'IÎ', 'NÑ', 'OØ', 'UÛ'].map((pair) => [
    pair.charAt(0),
    pair.charAt(1),
  ]),
)

/** Letters with accents, 40 % longer, in brackets that show where it begins and ends; `{{…}}` stays as it is. */
export function toPseudoText(text: string): string {
  const accented = text
    .split(/(\{\{.*?\}\})/)
    .map((part, index) =>
      index % 2 === 1 ? part : part.replaceAll(/[a-z]/gi, (letter) => accents.get(letter) ?? letter),
    )
    .join('')
  const longer = ' längêr'.repeat(Math.ceil((text.length * 0.4) / 7))
  return `［${accented}${longer}］`
}

/** The same keys with pseudo-localised texts. */
export const toPseudoTexts = (texts: Texts): Texts =>
  Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [
      key,
      typeof text === 'string' ? toPseudoText(text) : toPseudoTexts(text),
    ]),
  )
