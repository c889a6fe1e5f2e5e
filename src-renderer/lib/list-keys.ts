/** The row that a key leads to from `index`, of `total` rows, `pageRows` to a page; undefined for a key that moves nothing. */
export function moveInList(key: string, index: number, total: number, pageRows: number): number | undefined {
  const clamp = (wanted: number) => Math.min(Math.max(wanted, 0), total - 1)
  switch (key) {
    case 'ArrowDown':
      return clamp(index + 1)
    case 'ArrowUp':
      return clamp(index - 1)
    case 'PageDown':
      return clamp(index + pageRows)
    case 'PageUp':
      return clamp(index - pageRows)
    case 'Home':
      return 0
    case 'End':
      return clamp(total)
    default:
      return undefined
  }
}
