import { z } from 'zod'
import { instantSchema } from '../domain/instant-schema.ts'
import { conditionSchema, pageOf, pageQuery } from './lists.ts'
import type { RouteDefinition } from './route.ts'

const auditedUserSchema = z.object({ memberId: z.string(), userId: z.string() })

export const auditEventSchema = z
  .object({
    seq: z.int().positive(),
    at: instantSchema,
    action: z.string(),
    outcome: z.enum(['done', 'refused']),
    actor: auditedUserSchema.optional(),
    target: auditedUserSchema.optional(),
    requestId: z.string().optional(),
    remoteAddress: z.string().optional(),
    /** Codes, IDs and instants only. */
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    /** SHA-256 of this event and the hash of the one before, in hexadecimal. */
    hash: z.string(),
  })
  .meta({ id: 'AuditEvent' })
export type AuditEvent = z.infer<typeof auditEventSchema>

export const auditPageSchema = pageOf(auditEventSchema)
export type AuditPage = z.infer<typeof auditPageSchema>

export const auditProofSchema = z
  .object({ seq: z.int().nonnegative(), hash: z.string(), at: instantSchema })
  .meta({ id: 'AuditProof' })
export type AuditProof = z.infer<typeof auditProofSchema>

const forAuditors = { method: 'GET', session: 'full', roles: ['helpdesk'], right: 'auditor' } as const

export const auditRoutes = {
  listAuditEvents: {
    ...forAuditors,
    path: '/audit',
    summary: 'The audit, newest first. Reading it is an event of its own.',
    query: z.strictObject({
      since: instantSchema.optional(),
      until: instantSchema.optional(),
      action: conditionSchema.optional(),
      outcome: z.enum(['done', 'refused']).optional(),
      /** Of the actor or of the target. */
      memberId: conditionSchema.optional(),
      userId: conditionSchema.optional(),
      ...pageQuery,
    }),
    success: { status: 200, body: auditPageSchema },
    errors: ['invalid_cursor'],
  },
  readAuditProof: {
    ...forAuditors,
    path: '/audit/proof',
    summary: 'The last link of the chain, to be kept elsewhere.',
    success: { status: 200, body: auditProofSchema },
    errors: [],
  },
} as const satisfies Record<string, RouteDefinition>
