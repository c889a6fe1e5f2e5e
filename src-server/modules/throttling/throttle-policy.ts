const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** How a counter grows, what it costs, and when it is forgotten. */
export interface ThrottleRule {
  /** So many charges cost nothing; the last of them starts the first delay. */
  readonly free: number
  /** The first delay; each further charge doubles it. */
  readonly firstDelayMs: number
  readonly maxDelayMs: number
  /** Everything is forgotten so long after the first charge, or after the last one. A block never lasts longer. */
  readonly forgetFrom: 'first' | 'last'
  readonly forgetMs: number
  /** Whether a success forgets everything at once; otherwise it takes back its own charge only. */
  readonly clearedBySuccess: boolean
}

/** What is stored of a counter. */
export interface ThrottleRow {
  readonly count: number
  readonly windowStartedAt: Date
  readonly lastAt: Date
  readonly blockedUntil: Date | null
  /** Whether a refusal of the present block is in the audit. */
  readonly reported: boolean
}

/** `next` is what has to be stored; of a refusal it differs only where something is to be noted. */
export type ThrottleVerdict =
  | { readonly allowed: true; readonly next: ThrottleRow }
  | { readonly allowed: false; readonly waitMs: number; readonly next: ThrottleRow }

/**
 * Guesses at one login ID: five at once, 98 in 24 hours however they are timed (P11: NIST SP 800-63B allows 100). Nobody
 * waits longer than 17 minutes, so that a stranger can delay an account but not shut it for good.
 */
export const accountRule: ThrottleRule = {
  free: 5,
  firstDelayMs: SECOND_MS,
  maxDelayMs: 1024 * SECOND_MS,
  forgetFrom: 'last',
  forgetMs: DAY_MS,
  clearedBySuccess: true,
}

/** Guesses from within a session at its owner’s password: a counter of its own, out of every stranger’s reach. */
export const sessionRule: ThrottleRule = accountRule

/** Wrong logins from one address, whomever they are for. An office behind one address has a hundred typing errors to spend. */
export const addressRule: ThrottleRule = {
  free: 100,
  firstDelayMs: SECOND_MS,
  maxDelayMs: 5 * MINUTE_MS,
  forgetFrom: 'first',
  forgetMs: 15 * MINUTE_MS,
  clearedBySuccess: false,
}

/** `limit` acts in an hour, counted from the first one; then nothing until the hour is over. */
export const allowPerHour = (limit: number): ThrottleRule => ({
  free: limit,
  firstDelayMs: HOUR_MS,
  maxDelayMs: HOUR_MS,
  forgetFrom: 'first',
  forgetMs: HOUR_MS,
  clearedBySuccess: false,
})

/** No counter matters any more so long after its last charge. */
export const LONGEST_MEMORY_MS = DAY_MS

/** How long nothing is allowed after the charge that made it `count`. */
export const delayAfter = ({ free, firstDelayMs, maxDelayMs }: ThrottleRule, count: number): number =>
  count < free ? 0 : Math.min(firstDelayMs * 2 ** (count - free), maxDelayMs)

/**
 * May one more act be charged now? A refusal does not count, so whoever waits as told is let in. The repository’s
 * statement says the same in SQL, for it has to decide and count in one step; a test compares the two.
 */
export function judgeCharge(row: ThrottleRow | undefined, rule: ThrottleRule, at: Date): ThrottleVerdict {
  if (row === undefined || isForgotten(row, rule, at)) return { allowed: true, next: chargeRow(1, at, rule, at) }
  const waitMs = computeWaitMs(row, rule, at)
  if (waitMs > 0) return { allowed: false, waitMs, next: { ...setBack(row, waitMs, at), reported: true } }
  return { allowed: true, next: chargeRow(row.count + 1, earlier(row.windowStartedAt, at), rule, at) }
}

function isForgotten(row: ThrottleRow, { forgetFrom, forgetMs }: ThrottleRule, at: Date): boolean {
  const since = forgetFrom === 'first' ? row.windowStartedAt : row.lastAt
  return at.getTime() - since.getTime() >= forgetMs
}

/** Never longer than the delay itself, whatever the clock has done. A limit that was raised since lets in at once. */
function computeWaitMs({ blockedUntil, count }: ThrottleRow, rule: ThrottleRule, at: Date): number {
  if (blockedUntil === null) return 0
  return Math.max(0, Math.min(blockedUntil.getTime() - at.getTime(), delayAfter(rule, count)))
}

/** A clock that went back behind the last charge: the delay is counted from now, so that who waits it out is let in. */
function setBack(row: ThrottleRow, waitMs: number, at: Date): ThrottleRow {
  if (at.getTime() >= row.lastAt.getTime()) return row
  const blockedUntil = new Date(at.getTime() + waitMs)
  return { ...row, windowStartedAt: earlier(row.windowStartedAt, at), lastAt: at, blockedUntil }
}

function chargeRow(count: number, windowStartedAt: Date, rule: ThrottleRule, at: Date): ThrottleRow {
  const delayMs = delayAfter(rule, count)
  const forgottenMs = (rule.forgetFrom === 'first' ? windowStartedAt : at).getTime() + rule.forgetMs
  const blockedUntil = delayMs === 0 ? null : new Date(Math.min(at.getTime() + delayMs, forgottenMs))
  return { count, windowStartedAt, lastAt: at, blockedUntil, reported: false }
}

const earlier = (a: Date, b: Date): Date => (a.getTime() <= b.getTime() ? a : b)
