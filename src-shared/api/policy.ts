import { z } from 'zod'
import type { RouteDefinition } from './route.ts'
import { verificationFacts } from './verification-facts.ts'

export const policySchema = z
  .object({
    temporaryPassword: z.object({
      minLength: z.int(),
      maxLength: z.int(),
      defaultLength: z.int(),
      alphabet: z.string(),
      validityRule: z.literal('end_of_next_day'),
      /** The IANA time zone of the caller’s member. */
      timeZone: z.string(),
      /** Whether the caller may overwrite a suggestion (ASVS 6.4.6 says no; the seed says yes for administrators). */
      editable: z.boolean(),
    }),
    newPassword: z.object({ minLength: z.int(), maxLength: z.int() }),
    helpdeskMayReissueStaff: z.boolean(),
    /** Whether a helpdesk reissue for an administrator waits for another operator’s approval. */
    secondPersonForAdministrators: z.boolean(),
    /** A reissue asks for the caller’s own password again when it was entered longer ago than this; 0: never. */
    reauthenticationSeconds: z.int(),
    /** Whether a slip (連絡票) may show the temporary password on paper. */
    slipWithPassword: z.boolean(),
    offlineReviewDays: z.int(),
    /** What a verification may ask for. */
    verificationFacts: z.array(z.enum(verificationFacts)),
  })
  .meta({ id: 'Policy' })
export type Policy = z.infer<typeof policySchema>

export const policyRoutes = {
  readPolicy: {
    method: 'GET',
    path: '/policy',
    summary: 'The rules that hold for the caller.',
    session: 'must-change',
    success: { status: 200, body: policySchema },
    errors: [],
  },
} as const satisfies Record<string, RouteDefinition>
