import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { computeExpiresAt } from '../../../../src-shared/domain/validity.ts'

const HOUR_MS = 3_600_000

const localDate = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at)

const dayAfter = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + 24 * HOUR_MS).toISOString().slice(0, 10)

/** With and without daylight-saving time, with clocks that change at midnight, off by 30 and 45 minutes, at both ends. */
const zones = [
  'Asia/Tokyo',
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Santiago',
  'America/Sao_Paulo',
  'Africa/Cairo',
  'Asia/Beirut',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
]

const instants = fc.date({
  min: new Date('2000-01-01T00:00:00Z'),
  max: new Date('2060-01-01T00:00:00Z'),
  noInvalidDate: true,
})

describe('computeExpiresAt (P3)', () => {
  it.each([
    ['2026-11-22T15:00:00.000Z', '2026-11-24T14:59:59.999Z'],
    ['2026-11-23T14:59:59.999Z', '2026-11-24T14:59:59.999Z'],
    ['2026-11-23T15:00:00.000Z', '2026-11-25T14:59:59.999Z'],
    ['2028-02-27T15:00:00.000Z', '2028-02-29T14:59:59.999Z'],
    ['2027-02-27T15:00:00.000Z', '2027-03-01T14:59:59.999Z'],
    ['2026-12-30T16:00:00.000Z', '2027-01-01T14:59:59.999Z'],
  ])('issued %s in Japan: until %s', (issuedAt, expiresAt) => {
    expect(computeExpiresAt(new Date(issuedAt), 'Asia/Tokyo').toISOString()).toBe(expiresAt)
  })

  it('in Japan always from 24 to 48 hours', () => {
    fc.assert(
      fc.property(instants, (issuedAt) => {
        const hours = (computeExpiresAt(issuedAt, 'Asia/Tokyo').getTime() + 1 - issuedAt.getTime()) / HOUR_MS
        expect(hours).toBeGreaterThan(24)
        expect(hours).toBeLessThanOrEqual(48)
      }),
    )
  })

  it.each(zones)('in %s it is the last millisecond of the next local day', (zone) => {
    fc.assert(
      fc.property(instants, (issuedAt) => {
        const expiresAt = computeExpiresAt(issuedAt, zone)
        expect(localDate(expiresAt, zone)).toBe(dayAfter(localDate(issuedAt, zone)))
        expect(localDate(new Date(expiresAt.getTime() + 1), zone)).not.toBe(localDate(expiresAt, zone))
        const hours = (expiresAt.getTime() + 1 - issuedAt.getTime()) / HOUR_MS
        expect(hours).toBeGreaterThan(22.9)
        expect(hours).toBeLessThanOrEqual(49)
      }),
      { numRuns: 60 },
    )
  })

  it.each([
    ['Europe/Berlin', '2026-03-28T11:00:00.000Z', '2026-03-29T21:59:59.999Z'],
    ['Europe/Berlin', '2026-10-24T10:00:00.000Z', '2026-10-25T22:59:59.999Z'],
    ['America/New_York', '2026-03-07T05:00:00.000Z', '2026-03-09T03:59:59.999Z'],
  ])('%s across a change of clocks: issued %s, until %s', (zone, issuedAt, expiresAt) => {
    expect(computeExpiresAt(new Date(issuedAt), zone).toISOString()).toBe(expiresAt)
  })

  it('refuses a zone that does not exist', () => {
    expect(() => computeExpiresAt(new Date(), 'Asia/Edo')).toThrow(RangeError)
  })

  it.each(['Pacific/Pago_Pago', 'Pacific/Kiritimati', 'America/New_York'])(
    'does not depend on the machine’s zone (TZ=%s)',
    (tz) => {
      const module = fileURLToPath(new URL('../../../../src-shared/domain/validity.ts', import.meta.url))
      const program = `import { computeExpiresAt } from ${JSON.stringify(module)}
      process.stdout.write(computeExpiresAt(new Date('2026-11-23T14:59:59.999Z'), 'Asia/Tokyo').toISOString())`
      const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
        env: { ...process.env, TZ: tz },
        encoding: 'utf8',
      })
      expect(printed).toBe('2026-11-24T14:59:59.999Z')
    },
  )
})
