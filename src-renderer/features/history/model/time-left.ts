const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

export interface TimeLeft {
  readonly unit: 'hours' | 'minutes'
  readonly count: number
}

/** How long until `expiresAt`, by the server’s clock (`nowMs`); whole hours, whole minutes in the last one. Null when it has passed. */
export function timeLeft(expiresAt: string, nowMs: number): TimeLeft | null {
  const leftMs = Date.parse(expiresAt) - nowMs
  if (leftMs <= 0) return null
  if (leftMs >= HOUR_MS) return { unit: 'hours', count: Math.floor(leftMs / HOUR_MS) }
  return { unit: 'minutes', count: Math.max(1, Math.floor(leftMs / MINUTE_MS)) }
}
