import fc from 'fast-check'

/** What could disturb a line, a terminal, a parser or a reader: everything that text in the database can hold, so no U+0000. */
const controls = ['\r', '\n', '\r\n', '\t', '\u001b[2J', '\u001b]0;x\u0007', '\b', '\u007f', '\u0085', '\u009b31m']
const unseen = ['\u202e', '\u2066', '\u2069', '\u200f', '\u061c', '\u2028', '\u2029', '\u200b', '\ufeff', '\u{e0041}']
const syntax = ['"', "'", '\\', '\\u0000', '{"level":30}', '$1', '%s', '%00', ';--', '<', '&', ':', '-', '3:abc']
const letters = ['👩‍👩‍👧‍👦', '𠮷', '髙', 'か\u3099', 'e\u0301\u0323', '\ufdfa', 'ﾊﾟ', '　', '\uffff', '\u{10ffff}']

export const hostileText = fc.string({
  unit: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...controls, ...unseen, ...syntax, ...letters) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }).filter((c) => c !== '\0') },
  ),
  maxLength: 30,
})

/** What none of it may leave in a line. */
export const unshown = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}\p{Cs}]/u
