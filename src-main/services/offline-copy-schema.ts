import { z } from 'zod'
import { handoverSchema, reissueRecordSchema } from '../../src-shared/api/reissues.ts'
import { instantSchema } from '../../src-shared/domain/instant-schema.ts'

/** The one part that can be read without any key: whether it is a copy at all, and whose (as a digest). */
export const copyHeaderSchema = z.strictObject({
  version: z.literal(2),
  copyName: z.string().max(64),
  /** A `CopyGuard`, sealed by the system’s keychain. */
  guard: z.base64(),
  /** The names of the chunks, encrypted with the data key. */
  manifest: z.base64(),
})
export type CopyHeader = z.infer<typeof copyHeaderSchema>

/** A copy of an earlier version of the app: its entries lack what is shown now, so it is erased and read anew. */
export const olderHeaderSchema = z.object({ version: z.literal(1) })

/** What has to be known before the password is: sealed by the keychain, so that nobody else can set the count back. */
export const copyGuardSchema = z.strictObject({
  copyName: z.string().max(64),
  key: z.strictObject({
    salt: z.base64(),
    sealed: z.base64(),
    memoryKiB: z
      .int()
      .positive()
      .max(1024 * 1024),
    passes: z.int().positive().max(100),
  }),
  wrongTries: z.int().nonnegative(),
  /** When the latest wrong try was; null after a right one. */
  wrongAt: instantSchema.nullable(),
  /** The server’s word as of when: the time of its latest answer. */
  asOf: instantSchema,
  /** The IANA time zone of the owner’s member, as the policy told it: without the server, days are its days too. */
  timeZone: z.string().max(64),
  keptDays: z.int().positive(),
  entries: z.int().nonnegative(),
})
export type CopyGuard = z.infer<typeof copyGuardSchema>

export const copyManifestSchema = z.array(z.string().max(64)).max(1_000)

/** Entries as they are to be stored: fields that the schema does not name are left out (E38). */
export const chunkSchema = z.array(reissueRecordSchema)

const storedInstant = z.string()
/** The same once authenticated. The form of their instants, six each, was judged before: it is most of what judging costs. */
export const storedChunkSchema = z.array(
  reissueRecordSchema.extend({
    issuedAt: storedInstant,
    expiresAt: storedInstant,
    usedAt: storedInstant.optional(),
    supersededAt: storedInstant.optional(),
    handovers: z.array(handoverSchema.extend({ at: storedInstant })),
  }),
)
