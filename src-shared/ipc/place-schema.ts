import { z } from 'zod'
import { userSortSchema } from '../api/users.ts'
import { userIdSchema } from '../domain/identifiers.ts'

const conditionsSchema = z.strictObject({
  userId: z.string().max(200),
  loginId: z.string().max(200),
  userName: z.string().max(200),
  memberId: z.string().max(200),
  memberName: z.string().max(200),
})

const submittedSearchSchema = z.strictObject({
  conditions: conditionsSchema,
  sort: userSortSchema,
  /** Tells one pressing of 検索 from the next, so that each asks the server anew. */
  turn: z.int().nonnegative(),
})

/** What the search screen finds again after a lock: what was typed and where the list stood, never what was read. */
export const searchMemorySchema = z.strictObject({
  typed: conditionsSchema,
  submitted: submittedSearchSchema.nullable(),
  position: z
    .strictObject({ of: submittedSearchSchema, scrollTop: z.number().nonnegative(), activeIndex: z.int().min(-1) })
    .nullable(),
})

/**
 * Where somebody is in the app. The main process keeps it in memory while the desk is locked and its page destroyed; it
 * never reaches a disk.
 */
export const placeSchema = z.strictObject({
  screen: z.discriminatedUnion('name', [
    z.strictObject({ name: z.enum(['menu', 'search', 'history', 'settings', 'approvals', 'help']) }),
    z.strictObject({ name: z.literal('reissue'), userId: userIdSchema }),
  ]),
  search: searchMemorySchema,
})
export type KeptPlace = z.infer<typeof placeSchema>
