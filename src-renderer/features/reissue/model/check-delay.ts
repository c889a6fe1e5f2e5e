const firstMs = 3_000
const longestMs = 15_000

/**
 * How long to wait before the outcome is asked for again: longer each time, and never so long that whoever waits gives up
 * (U22). Asking is safe, since the server knows the request by its key, and bounded, since it is this one screen (R4).
 */
export const checkDelayMs = (checks: number): number => Math.min(longestMs, firstMs * 1.5 ** checks)
