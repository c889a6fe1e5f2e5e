import { z } from 'zod'

/**
 * An instant on the wire: RFC 3339 in UTC with milliseconds, e.g. `2026-11-24T14:59:59.999Z`. From 1900 on: no instant here
 * is older, and the database knows no year 0.
 */
export const instantSchema = z.iso.datetime({ precision: 3 }).refine((at) => at >= '1900', 'is before 1900')
