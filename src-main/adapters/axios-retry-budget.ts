/** One repetition for every ten requests, and no more than this many saved up. */
const earnedPerRequest = 0.1
const mostSaved = 5

/**
 * A token bucket for repetitions (R4): a server that fails a tenth of its requests gets the rest in peace, instead of twice as
 * many just when it has too many.
 */
export function createRetryBudget() {
  let saved = 2
  return {
    earn(): void {
      saved = Math.min(mostSaved, saved + earnedPerRequest)
    },
    /** Whether one more repetition is in order. */
    spend(): boolean {
      if (saved < 1) return false
      saved -= 1
      return true
    },
  }
}
