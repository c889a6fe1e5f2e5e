import { z } from 'zod'

/** An instant on the wire: RFC 3339 in UTC with milliseconds, e.g. `2026-11-24T14:59:59.999Z`. */
export const instantSchema = z.iso.datetime({ precision: 3 })
