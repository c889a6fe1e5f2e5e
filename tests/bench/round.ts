/** Three digits, as far as they mean something. */
export function round(value: number): string {
  if (value >= 100) return value.toFixed(0)
  return value >= 10 ? value.toFixed(1) : value.toFixed(2)
}

/** Of a share, with one digit behind the point. */
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
