import { appendFileSync } from 'node:fs'

/** `npm run nightly` sets it: where the fault tests write what they did, one JSON line each. */
const report = process.env['SAIHAKKO_NIGHTLY_REPORT']
/** Multiplies the nightly counts. */
const factor = Number(process.env['SAIHAKKO_NIGHTLY_FACTOR'] ?? 1)

export const isNightly = report !== undefined

/** How often a loop runs: a little in `npm test`, long in `npm run nightly`. */
export const countRounds = (counts: { readonly test: number; readonly nightly: number }): number =>
  isNightly ? Math.max(1, Math.round(counts.nightly * factor)) : counts.test

/** What one loop did, for the table in docs/reliability.md. */
export interface FaultReport {
  readonly fault: string
  readonly where: string
  /** How often it was brought about. */
  readonly times: number
  readonly details?: Readonly<Record<string, number | string>>
}

export function reportFault(done: FaultReport): void {
  if (report !== undefined) appendFileSync(report, `${JSON.stringify(done)}\n`)
}
