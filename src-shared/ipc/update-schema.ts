import { z } from 'zod'

/** Updates of the app itself; off unless the organisation has configured where they come from (E45). */
export const updateViewSchema = z.object({
  state: z.enum(['off', 'current', 'checking', 'downloading', 'ready', 'refused', 'unreachable']),
  /** The version that `downloading`, `ready` or `refused` is about. */
  version: z.string().nullable(),
})
export type UpdateView = z.infer<typeof updateViewSchema>
