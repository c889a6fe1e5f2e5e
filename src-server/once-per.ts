/**
 * Tells whether it is time again for what whoever comes by has to do now and then: at the first call, and whenever
 * `periodMs` have passed since. A clock that jumped back makes it time, too.
 */
export function createOncePer(periodMs: number): (at: Date) => boolean {
  let last: Date | undefined
  return (at) => {
    if (last && Math.abs(at.getTime() - last.getTime()) < periodMs) return false
    last = at
    return true
  }
}
