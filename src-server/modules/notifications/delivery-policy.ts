const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** The longest pause between two attempts. */
const longestPauseMs = 6 * HOUR_MS
/** A notice older than this is given up at the next failure: by then a temporary password has long expired. */
const giveUpAfterMs = 72 * HOUR_MS

/**
 * When to try again after the given number of attempts: a minute later, then twice as long each time up to six hours.
 * Undefined: not any more (R4).
 */
export function decideNextAttempt(queuedAt: Date, attempts: number, at: Date): Date | undefined {
  if (at.getTime() - queuedAt.getTime() >= giveUpAfterMs) return undefined
  return new Date(at.getTime() + Math.min(longestPauseMs, MINUTE_MS * 2 ** Math.max(0, attempts - 1)))
}

/**
 * Whether a text can be an address at all: one @, and nothing that would end a header or begin a second address. More is
 * for the mail server to say: Japanese carriers have handed out addresses that RFC 5322 does not know.
 */
export const isMailAddress = (text: string): boolean =>
  text.length <= 254 && /^[^\s\p{Cc}@<>()[\]\\,;:"]+@[^\s\p{Cc}@<>()[\]\\,;:"]+$/u.test(text)
