import { z } from 'zod'
import { userIdSchema } from '../domain/identifiers.ts'
import { roleSchema } from '../domain/roles.ts'
import { instantSchema } from '../domain/instant-schema.ts'
import { contactSchema, serverErrorCodeSchema } from '../errors/error-schema.ts'
import { conditionSchema, pageOf, pageQuery } from './lists.ts'
import { reissueStates } from './reissue-states.ts'
import type { RouteDefinition } from './route.ts'

export const userStates = ['active', 'disabled'] as const
export type UserState = (typeof userStates)[number]
/** `none`: imported without a password; `expired`: a temporary one that was not used in time. */
export const passwordStates = ['none', 'active', 'temporary', 'expired'] as const
export type PasswordState = (typeof passwordStates)[number]

export const userSummarySchema = z
  .object({
    userId: z.string(),
    loginId: z.string(),
    userName: z.string(),
    role: roleSchema,
    memberId: z.string(),
    memberName: z.string(),
    state: z.enum(userStates),
    passwordState: z.enum(passwordStates),
  })
  .meta({ id: 'UserSummary' })
export type UserSummary = z.infer<typeof userSummarySchema>

export const issuerSchema = z.object({ userId: z.string(), loginId: z.string(), userName: z.string() })

/** Something an operator should know before reissuing (H3). */
export const userWarningSchema = z.discriminatedUnion('code', [
  z.object({ code: z.literal('reissued_recently'), count: z.int().positive() }),
  z.object({ code: z.literal('never_logged_in') }),
  z.object({ code: z.literal('contact_changed_lately'), at: instantSchema }),
  /** Verifications that failed or looked like fraud within the last 24 hours. */
  z.object({ code: z.literal('refused_lately'), count: z.int().positive(), suspicious: z.boolean() }),
  /** Several for users of the same member within the last 24 hours, those that the caller broke off included. */
  z.object({ code: z.literal('member_refused_lately'), count: z.int().positive() }),
])
export type UserWarning = z.infer<typeof userWarningSchema>

/** What a reissue does not do for a user whose password lives in a directory; to be said, not to be pretended. */
export const userDirectorySchema = z.object({
  /** `unconfigured`: the server’s configuration does not name the directory (any more). */
  kind: z.enum(['open-ldap', 'active-directory', 'ds389', 'unconfigured']),
  /** Whether a reissue ends the sessions that the user has elsewhere. */
  endsSessions: z.boolean(),
  forcesChange: z.boolean(),
  /** Whether the directory itself ends the temporary password; else the server does, at the hour or a little later. */
  expiresByItself: z.boolean(),
  /** How long the previous password may go on working. */
  previousPasswordMinutes: z.int().nonnegative(),
})
export type UserDirectory = z.infer<typeof userDirectorySchema>

export const userDetailSchema = userSummarySchema
  .extend({
    phone: z.string().nullable(),
    fax: z.string().nullable(),
    email: z.string().nullable(),
    /** The IANA time zone of the user’s member, in which validity is told. */
    timeZone: z.string(),
    temporaryPasswordExpiresAt: instantSchema.optional(),
    lastReissue: z
      .object({ reissueId: z.string(), issuedAt: instantSchema, issuedBy: issuerSchema, state: z.enum(reissueStates) })
      .optional(),
    permissions: z.object({
      reissue: z.union([
        z.literal(true),
        z.object({ code: serverErrorCodeSchema, contacts: z.array(contactSchema).optional() }),
      ]),
    }),
    warnings: z.array(userWarningSchema),
    /** Null where the server keeps the password itself; earlier servers say nothing. */
    directory: userDirectorySchema.nullable().optional(),
  })
  .meta({ id: 'UserDetail' })
export type UserDetail = z.infer<typeof userDetailSchema>

const sortable = ['userId', 'loginId', 'userName', 'memberId', 'memberName'] as const
export const userSortSchema = z.enum(sortable.flatMap((field) => [field, `-${field}`] as const))
export type UserSort = z.infer<typeof userSortSchema>

export const userConditionsSchema = z.strictObject({
  userId: conditionSchema.optional(),
  loginId: conditionSchema.optional(),
  userName: conditionSchema.optional(),
  memberId: conditionSchema.optional(),
  memberName: conditionSchema.optional(),
  state: z.enum(userStates).optional(),
  sort: userSortSchema.default('userId'),
})

export const userPageSchema = pageOf(userSummarySchema)
export type UserPage = z.infer<typeof userPageSchema>

export const userRoutes = {
  searchUsers: {
    method: 'GET',
    path: '/users',
    summary:
      'Searches users: partial match without regard to case, width, kana and variant characters; all words must match.',
    session: 'full',
    roles: ['administrator', 'helpdesk'],
    query: userConditionsSchema.extend(pageQuery),
    success: { status: 200, body: userPageSchema },
    errors: ['invalid_cursor'],
  },
  readUser: {
    method: 'GET',
    path: '/users/:userId',
    summary: 'One user, with what the caller may do for them.',
    session: 'full',
    roles: ['administrator', 'helpdesk'],
    params: z.strictObject({ userId: userIdSchema }),
    success: { status: 200, body: userDetailSchema },
    errors: ['not_found'],
  },
} as const satisfies Record<string, RouteDefinition>
