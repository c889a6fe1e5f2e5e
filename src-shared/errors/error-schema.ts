import { z } from 'zod'
import { isErrorCode, isServerErrorCode, type Contact, type ErrorCode, type FieldError } from './catalogue.ts'
import type { ServerErrorCode } from './server-errors.ts'

// Apart from the catalogue, so that the page can say what an error means without carrying zod.
export const errorCodeSchema = z.custom<ErrorCode>((value) => typeof value === 'string' && isErrorCode(value))
export const serverErrorCodeSchema = z.custom<ServerErrorCode>(
  (value) => typeof value === 'string' && isServerErrorCode(value),
)

export const fieldErrorSchema = z.strictObject({
  path: z.string(),
  code: z.string(),
  message: z.string(),
}) satisfies z.ZodType<FieldError>

export const contactSchema = z.strictObject({
  userName: z.string(),
  phone: z.string().nullable(),
}) satisfies z.ZodType<Contact>
