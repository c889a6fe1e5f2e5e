/**
 * Everything that a terminal or a reader of logs would obey instead of show: control characters (line breaks and escape
 * sequences among them), separators of lines, what changes the direction of text or cannot be seen, halves of pairs.
 */
// The whole block of tags, since most of its places are not assigned.
const unshown = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u{e0000}-\u{e007f}]/gu

/**
 * The text with all of that as `\u001b` and the like, so that what users or files say cannot forge a line or disguise one
 * (P23). Within a JSON text, whose own quotes keep line breaks out, it says the same as before.
 */
export const encodeControls = (text: string): string =>
  text.replace(unshown, (character) =>
    Array.from(
      { length: character.length },
      (_, unit) => String.raw`\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`,
    ).join(''),
  )
