import { z } from 'zod'
import { languageSchema } from './settings-schema.ts'

/** A slip (連絡票) for the user. */
export const slipOrderSchema = z.strictObject({
  reissueId: z.uuid(),
  paper: z.enum(['A4', 'A5']),
  language: languageSchema,
})
export type SlipOrder = z.infer<typeof slipOrderSchema>

/** On paper the password may stand, where the policy says so; a PDF is a file, and in a file it never does. */
export const printOrderSchema = slipOrderSchema.extend({ withPassword: z.boolean() })
export type PrintOrder = z.infer<typeof printOrderSchema>
