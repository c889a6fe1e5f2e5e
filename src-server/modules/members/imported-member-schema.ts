import { z } from 'zod'
import { idSchema, importedTextSchema, optionalTextSchema, requiredTextSchema } from './imported-user-schema.ts'
import type { ImportFormat } from './read-imported-rows.ts'

const requiredColumns = ['memberId', 'memberName'] as const
/** The last four are the facts of `verificationFacts`. */
const columns = [...requiredColumns, 'timeZone', 'address', 'representative', 'contractNumber', 'phone'] as const
export type MemberColumn = (typeof columns)[number]

const defaultTimeZone = 'Asia/Tokyo'
const knownTimeZones = new Map<string, string>()

/** The zone’s IANA name as it is written properly, or undefined. An offset such as +09:00 is none: it knows no summer. */
function findTimeZone(text: string): string | undefined {
  const known = knownTimeZones.get(text)
  if (known !== undefined || !/^[A-Za-z]/.test(text)) return known
  try {
    const { timeZone } = new Intl.DateTimeFormat('en-US', { timeZone: text }).resolvedOptions()
    knownTimeZones.set(text, timeZone)
    return timeZone
  } catch {
    return undefined
  }
}

const timeZoneSchema = z.string().transform((text, context) => {
  const timeZone = text === '' ? defaultTimeZone : findTimeZone(text)
  if (timeZone !== undefined) return timeZone
  context.addIssue({ code: 'custom', message: 'is not the name of a time zone, e.g. Asia/Tokyo' })
  return z.NEVER
})

/** Answers are compared by letters and digits alone, so that a fact without any would fit every answer. */
const isComparable = (text: string): boolean => text === '' || /[\p{L}\p{N}]/u.test(text)
const incomparable = 'has no letter and no digit'

/** One row of the file. A column that the file does not have is undefined; an empty field is null. */
const importedMemberSchema = z.object({
  memberId: idSchema,
  memberName: requiredTextSchema,
  timeZone: timeZoneSchema.optional(),
  address: importedTextSchema
    .refine(isComparable, incomparable)
    .transform((text) => (text === '' ? null : text))
    .optional(),
  representative: importedTextSchema
    .refine(isComparable, incomparable)
    .transform((text) => (text === '' ? null : text))
    .optional(),
  contractNumber: optionalTextSchema.refine((text) => isComparable(text ?? ''), incomparable).optional(),
  phone: optionalTextSchema.refine((text) => isComparable(text ?? ''), incomparable).optional(),
})
export type ImportedMember = z.infer<typeof importedMemberSchema>

export const importedMemberFormat: ImportFormat<MemberColumn, ImportedMember> = {
  requiredColumns,
  columns,
  schema: importedMemberSchema,
}
