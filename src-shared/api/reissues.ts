import { z } from 'zod'
import { userIdSchema } from '../domain/identifiers.ts'
import { instantSchema } from '../domain/instant-schema.ts'
import { handoverKinds } from './handover-kinds.ts'
import { conditionSchema, pageOf, pageQuery } from './lists.ts'
import { reissueStates } from './reissue-states.ts'
import type { RouteDefinition } from './route.ts'
import { issuerSchema } from './users.ts'

export const suggestionSchema = z
  .object({
    temporaryPassword: z.string(),
    /** Proves to the server that it made this suggestion, for this user, lately. */
    suggestionToken: z.string(),
    wouldExpireAt: instantSchema,
  })
  .meta({ id: 'Suggestion' })

export const reissueReceiptSchema = z
  .object({
    reissueId: z.string(),
    userId: z.string(),
    loginId: z.string(),
    issuedAt: instantSchema,
    expiresAt: instantSchema,
    issuedBy: issuerSchema,
    origin: z.enum(['generated', 'edited']),
    verificationId: z.string().optional(),
  })
  .meta({ id: 'ReissueReceipt' })
export type ReissueReceipt = z.infer<typeof reissueReceiptSchema>

/** One way in which the temporary password was handed over, and when first. */
export const handoverSchema = z.object({ kind: z.enum(handoverKinds), at: instantSchema }).meta({ id: 'Handover' })
export type Handover = z.infer<typeof handoverSchema>

export const reissueRecordSchema = reissueReceiptSchema
  .extend({
    userName: z.string(),
    memberId: z.string(),
    memberName: z.string(),
    timeZone: z.string(),
    state: z.enum(reissueStates),
    /** When the temporary password was used to choose a new one. */
    usedAt: instantSchema.optional(),
    /** When a later reissue took its place. */
    supersededAt: instantSchema.optional(),
    /** As the issuer’s app told it, in the order in which it happened. */
    handovers: z.array(handoverSchema),
    note: z.string().optional(),
  })
  .meta({ id: 'ReissueRecord' })
export type ReissueRecord = z.infer<typeof reissueRecordSchema>

export const reissuePageSchema = pageOf(reissueRecordSchema)
export type ReissuePage = z.infer<typeof reissuePageSchema>

/** What narrows the history. */
export const historyConditions = {
  since: instantSchema.optional(),
  until: instantSchema.optional(),
  /** Part of the member ID. */
  memberId: conditionSchema.optional(),
  /** Words that must all be found in the member’s ID or name. */
  member: conditionSchema.optional(),
  /** Words that must all be found in the login ID or name of who reissued. */
  issuedBy: conditionSchema.optional(),
  /** Words that must all be found in the user’s login ID or name. */
  query: conditionSchema.optional(),
  state: z.enum(reissueStates).optional(),
}

/** Bounds keep a refused value from being stored or hashed; the policy’s rules come after (422 `password_policy`). */
const temporaryPasswordInputSchema = z.string().min(1).max(128)

const aboutKey =
  'Makes the request safe to send again. A UUID, new for every reissue; it belongs to the operator and is kept for 24 hours after success.'

const toUser = {
  params: z.strictObject({ userId: userIdSchema }),
  session: 'full',
  roles: ['administrator', 'helpdesk'],
} as const

export const reissueRoutes = {
  suggestTemporaryPassword: {
    ...toUser,
    method: 'POST',
    path: '/users/:userId/suggestions',
    summary: 'A generated temporary password for this user; changes nothing.',
    /** Longer or shorter than the policy’s default, within its limits; a wish outside of them is brought inside. */
    query: z.strictObject({ length: z.coerce.number<number>().int().min(1).max(128).optional() }),
    success: { status: 201, body: suggestionSchema },
    errors: [
      'not_found',
      'forbidden_role',
      'helpdesk_required',
      'administrator_required',
      'account_disabled',
      'too_many_attempts',
    ],
  },
  reissuePassword: {
    ...toUser,
    method: 'POST',
    path: '/users/:userId/reissues',
    summary: 'Revokes the current password and sets a temporary one. The answer never holds the password.',
    headers: z.object({ 'idempotency-key': z.uuid().describe(aboutKey) }),
    body: z.strictObject({
      temporaryPassword: temporaryPasswordInputSchema,
      suggestionToken: z.string().max(500).optional(),
      verificationId: z.string().max(64).optional(),
      note: z.string().max(200).optional(),
    }),
    success: { status: 201, body: reissueReceiptSchema },
    errors: [
      'not_found',
      'forbidden_role',
      'helpdesk_required',
      'administrator_required',
      'account_disabled',
      'idempotency_key_reused',
      'conflict',
      'password_policy',
      'editing_not_allowed',
      'verification_required',
      'verification_used',
      'verification_failed',
      'approval_required',
      'reauth_required',
      'too_many_attempts',
      'overloaded',
      'directory_refused_password',
      'directory_locked_account',
      'directory_not_enforceable',
      'directory_change_not_forced',
      'directory_denied',
      'directory_unavailable',
      'directory_outcome_unknown',
    ],
  },
  listReissues: {
    method: 'GET',
    path: '/reissues',
    summary: 'The history, newest first: of the own member, for the helpdesk of all.',
    session: 'full',
    roles: ['administrator', 'helpdesk'],
    query: z.strictObject({ ...historyConditions, ...pageQuery }),
    success: { status: 200, body: reissuePageSchema },
    errors: ['invalid_cursor'],
  },
  readReissue: {
    method: 'GET',
    path: '/reissues/:reissueId',
    summary: 'One entry of the history.',
    session: 'full',
    roles: ['administrator', 'helpdesk'],
    params: z.strictObject({ reissueId: z.uuid() }),
    success: { status: 200, body: reissueRecordSchema },
    errors: ['not_found'],
  },
  recordHandover: {
    method: 'POST',
    path: '/reissues/:reissueId/handovers',
    summary:
      'Notes how the temporary password was handed over; by its issuer only. The same kind again changes nothing.',
    session: 'full',
    roles: ['administrator', 'helpdesk'],
    params: z.strictObject({ reissueId: z.uuid() }),
    body: z.strictObject({ kind: z.enum(handoverKinds) }),
    success: { status: 200, body: reissueRecordSchema },
    errors: ['not_found', 'forbidden_role'],
  },
} as const satisfies Record<string, RouteDefinition>

/** What narrows the history, as the route has parsed it. */
export type HistoryQuery = z.output<typeof reissueRoutes.listReissues.query>
