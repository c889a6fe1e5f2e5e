import { z } from 'zod'
import { contactSchema, fieldErrorSchema, serverErrorCodeSchema } from '../errors/error-schema.ts'

/** The body of every error answer: RFC 9457 `application/problem+json` with the members named in the contract. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: serverErrorCodeSchema,
    detail: z.string().optional(),
    errors: z.array(fieldErrorSchema).optional(),
    contacts: z.array(contactSchema).optional(),
    retryAfterSeconds: z.number().nonnegative().optional(),
    requestId: z.string(),
  })
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof problemSchema>

export const problemMediaType = 'application/problem+json'
