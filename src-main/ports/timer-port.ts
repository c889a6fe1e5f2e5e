/** Time, as far as services need it; tests own it. */
export interface TimerPort {
  now(): Date
  /** Calls `run` once after `delayMs`; the returned function calls it off. */
  after(delayMs: number, run: () => void): () => void
  wait(delayMs: number): Promise<void>
}
