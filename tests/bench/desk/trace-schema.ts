import { z } from 'zod'

const traceEventSchema = z.object({
  name: z.string(),
  cat: z.string(),
  ph: z.string(),
  pid: z.number(),
  tid: z.number(),
  ts: z.number(),
  dur: z.number().optional(),
  args: z.object({ name: z.unknown() }).partial().optional(),
})
export type TraceEvent = z.infer<typeof traceEventSchema>

/** Chromium’s trace event format, as far as it is read here. Microseconds. */
export const traceSchema = z.object({ traceEvents: z.array(traceEventSchema) })
