/**
 * The place of a UTF-16 unit in the order of code points, which is that of the database’s bytes (UTF-8, collation `C`):
 * surrogates, the halves of what lies beyond U+FFFF, come after everything else.
 */
export const rankOfUnit = (unit: number): number =>
  unit < 0xd800 ? unit : unit >= 0xe000 ? unit - 0x800 : unit + 0x2000

/** Negative, zero or positive, as the database orders the texts. */
export function compareCodePoints(left: string, right: string): number {
  if (left === right) return 0
  const shared = Math.min(left.length, right.length)
  for (let place = 0; place < shared; place += 1) {
    const [a, b] = [left.charCodeAt(place), right.charCodeAt(place)]
    if (a !== b) return rankOfUnit(a) - rankOfUnit(b)
  }
  return left.length - right.length
}
