import { z } from 'zod'
import { userIdSchema } from '../domain/identifiers.ts'
import { instantSchema } from '../domain/instant-schema.ts'
import { pageOf, pageQuery } from './lists.ts'
import type { RouteDefinition } from './route.ts'
import { issuerSchema } from './users.ts'
import { verificationFacts } from './verification-facts.ts'

export const verificationOutcomes = ['passed', 'failed', 'suspicious'] as const

export const startedVerificationSchema = z
  .object({
    verificationId: z.string(),
    /** Numbers on file, all but their last digits hidden: the operator picks one and never types it (H1). */
    callbackNumbers: z.array(z.object({ id: z.string(), masked: z.string() })),
    /** What may be asked; the answers on file stay on the server. `label` is English, for clients without a text of their own. */
    facts: z.array(z.object({ fact: z.enum(verificationFacts), label: z.string() })),
    attemptsLeft: z.int().nonnegative(),
    expiresAt: instantSchema,
  })
  .meta({ id: 'StartedVerification' })
export type StartedVerification = z.infer<typeof startedVerificationSchema>

/** A verification as helpdesk operators see it, without anything that was asked or answered. */
export const verificationSchema = z
  .object({
    verificationId: z.string(),
    userId: z.string(),
    loginId: z.string(),
    userName: z.string(),
    memberId: z.string(),
    memberName: z.string(),
    /** The IANA time zone of the user’s member. */
    timeZone: z.string(),
    operator: issuerSchema,
    /** `open` until concluded; `broken_off` when its time ran out first. */
    state: z.enum(['open', ...verificationOutcomes, 'broken_off']),
    startedAt: instantSchema,
    concludedAt: instantSchema.optional(),
    /** Until when a pass may be used for one reissue. */
    passExpiresAt: instantSchema.optional(),
    /** The second person’s decision, where the policy asks for one (H2). */
    approval: z.enum(['not_needed', 'awaited', 'approved', 'refused']),
    decidedBy: issuerSchema.optional(),
    used: z.boolean(),
    note: z.string().optional(),
  })
  .meta({ id: 'Verification' })
export type Verification = z.infer<typeof verificationSchema>

export const verificationPageSchema = pageOf(verificationSchema)
export type VerificationPage = z.infer<typeof verificationPageSchema>

const byId = {
  params: z.strictObject({ verificationId: z.uuid() }),
  session: 'full',
  roles: ['helpdesk'],
} as const

export const verificationRoutes = {
  startVerification: {
    method: 'POST',
    path: '/verifications',
    summary: 'Begins to verify that a caller is who they say.',
    session: 'full',
    roles: ['helpdesk'],
    body: z.strictObject({ userId: userIdSchema }),
    success: { status: 201, body: startedVerificationSchema },
    errors: ['not_found', 'forbidden_role', 'administrator_required', 'account_disabled', 'too_many_attempts'],
  },
  answerVerification: {
    ...byId,
    method: 'POST',
    path: '/verifications/:verificationId/answers',
    summary: 'Compares what the caller says with what is on file. Tells match or no match, and never what is on file.',
    body: z.strictObject({ fact: z.enum(verificationFacts), answer: z.string().min(1).max(300) }),
    success: { status: 200, body: z.object({ match: z.boolean(), attemptsLeft: z.int().nonnegative() }) },
    errors: ['not_found', 'verification_failed', 'verification_used'],
  },
  concludeVerification: {
    ...byId,
    method: 'POST',
    path: '/verifications/:verificationId/conclusion',
    summary: 'Ends a verification: passed, failed, or a suspicious call.',
    body: z.strictObject({
      callerIsAdministrator: z.boolean(),
      /** One of `callbackNumbers`; null when nobody was called back, which cannot pass. */
      callbackNumberId: z.string().max(64).nullable(),
      outcome: z.enum(verificationOutcomes),
      note: z.string().max(200).optional(),
    }),
    success: { status: 200, body: verificationSchema },
    errors: ['not_found', 'verification_incomplete', 'verification_failed', 'verification_used'],
  },
  readVerification: {
    ...byId,
    method: 'GET',
    path: '/verifications/:verificationId',
    summary: 'One verification as it is now.',
    success: { status: 200, body: verificationSchema },
    errors: ['not_found'],
  },
  listVerifications: {
    method: 'GET',
    path: '/verifications',
    summary: 'Verifications, newest first; `approval=awaited` gives those that wait for a second person.',
    session: 'full',
    roles: ['helpdesk'],
    query: z.strictObject({
      approval: z.enum(['awaited']).optional(),
      userId: userIdSchema.optional(),
      ...pageQuery,
    }),
    success: { status: 200, body: verificationPageSchema },
    errors: ['invalid_cursor'],
  },
  decideVerification: {
    ...byId,
    method: 'POST',
    path: '/verifications/:verificationId/approval',
    summary: 'A second operator approves or refuses a passed verification.',
    body: z.strictObject({ decision: z.enum(['approve', 'refuse']) }),
    success: { status: 200, body: verificationSchema },
    errors: ['not_found', 'forbidden_role', 'conflict', 'verification_failed', 'verification_used', 'reauth_required'],
  },
} as const satisfies Record<string, RouteDefinition>
