import { z } from 'zod'
import { settingsSchema } from './ipc/settings-schema.ts'

const httpsSchema = z.url({ protocol: /^https$/ }).max(500)
const thisMachineSchema = z.url({ protocol: /^http$/, hostname: /^(?:127\.0\.0\.1|\[::1\]|localhost)$/ }).max(500)

/** Windows policies know no truth values: administrative templates write 1 and 0. */
const flagSchema = z.union([z.boolean(), z.literal([0, 1])]).transform((value) => value === true || value === 1)

/** What an organisation may fix for a machine: every setting of a person, and where the app connects to. */
export const managedSettingsSchema = z.strictObject({
  ...settingsSchema.shape,
  hideOnBlur: flagSchema,
  speaksAloud: flagSchema,
  /** Passwords go there: https, or http to this machine alone (E1). */
  serverUrl: z.union([httpsSchema, thisMachineSchema]),
  /** SHA-256 of the server’s certificate (`AB:CD:…`), when it is not known to the system’s store. */
  trustedFingerprint: z
    .string()
    .toUpperCase()
    .regex(/^[0-9A-F]{2}(?::[0-9A-F]{2}){31}$/),
  /** Whether the first start may offer the trial server with sample members. */
  mayTryHere: flagSchema,
  /** Where updates of the app come from; without it there are none (E45). */
  updateFeedUrl: httpsSchema,
})
export type ManagedSettings = Partial<z.infer<typeof managedSettingsSchema>>
export type ManagedSettingName = keyof ManagedSettings
export const managedSettingNames = managedSettingsSchema.keyof().options
