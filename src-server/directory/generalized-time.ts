/** `20260131235959Z`: UTC, without fractions, which all servers take. */
export function formatGeneralizedTime(instant: Date): string {
  return instant.toISOString().replaceAll(/[-:T]|\.\d+/g, '')
}

const pattern = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:[.,](\d{1,9}))?Z$/

/** Undefined for what is no UTC time with seconds (RFC 4517, 3.3.13). */
export function parseGeneralizedTime(text: string | undefined): Date | undefined {
  const match = pattern.exec(text ?? '')
  if (!match) return undefined
  const [, year, month, day, hour, minute, second, fraction = '0'] = match
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}Z`)
  return Number.isNaN(at.getTime()) ? undefined : at
}
