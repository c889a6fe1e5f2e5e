export type FindingLevel = 'ok' | 'warn' | 'fail'

/** One line of the doctor: what was looked at, what was found, and, unless it is well, what to do. Never a secret. */
export interface Finding {
  readonly level: FindingLevel
  readonly what: string
  readonly found: string
}

export const ok = (what: string, found: string): Finding => ({ level: 'ok', what, found })
export const warn = (what: string, found: string, todo: string): Finding => ({
  level: 'warn',
  what,
  found: `${found}. ${todo}`,
})
export const fail = (what: string, found: string, todo: string): Finding => ({
  level: 'fail',
  what,
  found: `${found}. ${todo}`,
})

/** `ok    certificate: …`, in columns. */
export const formatFinding = ({ level, what, found }: Finding): string => `${level.padEnd(4)}  ${what}: ${found}`

/** The code of an error where it has one; its message may quote an address with a password in it. */
export function nameError(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
