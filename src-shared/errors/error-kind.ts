/** The closed list of kinds: what a caller can do about an error, apart from what it says. */
export const errorKinds = [
  'validation',
  'authentication',
  'authorization',
  'not_found',
  'conflict',
  'rate_limited',
  'unavailable',
  'unknown_outcome',
  'internal',
] as const
export type ErrorKind = (typeof errorKinds)[number]

export interface ErrorText {
  /** What happened. */
  readonly what: string
  /** What to do now. */
  readonly next: string
}

export interface ErrorEntry {
  readonly kind: ErrorKind
  /** HTTP status of the server's answer; absent for errors that only the app itself can meet. */
  readonly status?: number
  /** Whether what was asked for was done, as far as anybody can know. */
  readonly effect: 'nothing_changed' | 'changed' | 'unknown'
  readonly ja: ErrorText
  readonly en: ErrorText
}
