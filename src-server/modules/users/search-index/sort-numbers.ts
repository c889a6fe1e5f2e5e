import type { Sliced } from './slices.ts'

/** So many are sorted at once; of hundreds of thousands that would hold up everything else for a tenth of a second. */
const inRun = 8192

/** Ascending. Overwrites what it is given. */
export function* sortNumbers(numbers: Float64Array): Sliced<Float64Array> {
  for (let from = 0; from < numbers.length; from += inRun) {
    numbers.subarray(from, from + inRun).sort()
    yield
  }
  let sorted = numbers
  let spare: Float64Array = new Float64Array(numbers.length)
  for (let length = inRun; length < numbers.length; length *= 2) {
    for (let from = 0; from < numbers.length; from += 2 * length) yield* merge(sorted, spare, from, length)
    ;[sorted, spare] = [spare, sorted]
  }
  return sorted
}

/** Two sorted runs of this length, or what is there of them, into one. */
function* merge(sorted: Float64Array, into: Float64Array, from: number, length: number): Sliced<undefined> {
  const middle = Math.min(from + length, sorted.length)
  const to = Math.min(from + 2 * length, sorted.length)
  let [left, right] = [from, middle]
  for (let place = from; place < to; place += 1) {
    if (place % inRun === 0) yield
    const takesLeft = left < middle && (right >= to || (sorted[left] ?? 0) <= (sorted[right] ?? 0))
    into[place] = sorted[takesLeft ? left : right] ?? 0
    if (takesLeft) left += 1
    else right += 1
  }
}
