/** A whole number within its bounds as somebody typed it, full-width digits included; undefined for anything else. */
export function readTypedNumber(text: string, min: number, max: number): number | undefined {
  const plain = text.normalize('NFKC').trim()
  if (!/^\d{1,6}$/.test(plain)) return undefined
  const value = Number(plain)
  return value >= min && value <= max ? value : undefined
}
