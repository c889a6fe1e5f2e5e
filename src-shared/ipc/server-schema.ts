import { z } from 'zod'
import { instantSchema } from '../domain/instant-schema.ts'

/** A server’s certificate as a person compares it: by its SHA-256 fingerprint (`AB:CD:…`). */
export const certificateViewSchema = z.object({
  fingerprint: z.string().max(95),
  subject: z.string().max(500),
  issuer: z.string().max(500),
  validFrom: instantSchema,
  validTo: instantSchema,
  /** By the system’s store, by a person who compared the fingerprint, or by nobody. */
  trust: z.enum(['system', 'person', 'none']),
})
export type CertificateView = z.infer<typeof certificateViewSchema>

/** Which server the desk works with. */
export const serverViewSchema = z.object({
  kind: z.enum(['none', 'given', 'trial']),
  url: z.string().nullable(),
  /** Chosen by the organisation: not to be changed here. */
  isLocked: z.boolean(),
  /** Whether the embedded server with sample members may be offered. */
  mayTryHere: z.boolean(),
  certificate: certificateViewSchema.nullable(),
})
export type ServerView = z.infer<typeof serverViewSchema>

export const serverAddressSchema = z.string().min(1).max(500)

/** What the test button found: nothing was changed by it. */
export const serverCheckSchema = z.object({
  /** The address as it would be kept. */
  url: z.string(),
  outcome: z.enum([
    'usable',
    'unreachable',
    'name_not_found',
    'no_answer',
    'not_a_desk_server',
    'certificate_untrusted',
    'certificate_changed',
  ]),
  certificate: certificateViewSchema.nullable(),
  /** The fingerprint that was trusted until now, when it is another one. */
  previousFingerprint: z.string().nullable(),
  clockSkewMs: z.int().nullable(),
})
export type ServerCheck = z.infer<typeof serverCheckSchema>

/** How the server can be reached right now, as far as the desk has seen (R14). */
export const connectionViewSchema = z.object({
  state: z.enum(['connected', 'slow', 'unreachable']),
  /** Why it is not simply connected. */
  reason: z
    .enum([
      'server_down',
      'name_not_found',
      'certificate_untrusted',
      'certificate_changed',
      'not_a_desk_server',
      'no_answer',
    ])
    .nullable(),
  /** Since when it is so; null while nothing has been heard yet. */
  since: instantSchema.nullable(),
  /** How far the server’s clock is ahead of this PC’s; shown when it is much, never used for validity. */
  clockSkewMs: z.int().nullable(),
})
export type ConnectionView = z.infer<typeof connectionViewSchema>
