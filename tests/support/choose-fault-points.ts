/** Which of the points a run goes to (numbered from 1): all, or some spread over them that include those at the commit. */
export function chooseFaultPoints(points: readonly string[], count: number): number[] {
  if (count >= points.length) return points.map((_, index) => index + 1)
  const commits = points.flatMap((point, index) => (/^(during|after) commit/i.test(point) ? [index + 1] : [])).slice(-2)
  const rest = count - commits.length
  const spread = Array.from({ length: rest }, (_, index) => Math.ceil(((index + 0.5) * points.length) / rest))
  return [...new Set([...spread, ...commits])].sort((a, b) => a - b)
}
