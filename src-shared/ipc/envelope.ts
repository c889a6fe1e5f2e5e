import { z } from 'zod'
import { contactSchema, errorCodeSchema, fieldErrorSchema } from '../errors/error-schema.ts'

/** An error as it reaches the page: a code and facts to show, never an internal message or a stack. */
export const deskErrorSchema = z.strictObject({
  code: errorCodeSchema,
  /** The server’s request id or one of the app’s own: what the user quotes to the helpdesk. */
  traceId: z.string(),
  retryAfterSeconds: z.number().optional(),
  fields: z.array(fieldErrorSchema).readonly().optional(),
  contacts: z.array(contactSchema).readonly().optional(),
})
export type DeskError = z.infer<typeof deskErrorSchema>

/** What every call answers: errors are values, since a thrown one loses its code on the way between processes. */
export type Answer<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: DeskError }
