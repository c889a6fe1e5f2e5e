import { z } from 'zod'
import { parseListenAddress } from './listen-address.ts'

/** The settings by their names in the file and in the environment; the file may hold these and nothing else. */
export const settingNames = {
  listen: 'SAIHAKKO_LISTEN',
  dataDir: 'SAIHAKKO_DATA_DIR',
  databaseUrl: 'SAIHAKKO_DATABASE_URL',
  tlsCert: 'SAIHAKKO_TLS_CERT',
  tlsKey: 'SAIHAKKO_TLS_KEY',
  logLevel: 'SAIHAKKO_LOG_LEVEL',
} as const
export type SettingName = keyof typeof settingNames

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

const listenSchema = z.string().transform((text, context) => {
  const address = parseListenAddress(text)
  if (address) return address
  context.addIssue({ code: 'custom', message: 'is not host:port, e.g. 127.0.0.1:8443' })
  return z.NEVER
})

const databaseUrlSchema = z
  .string()
  .refine(
    (text) => /^postgres(ql)?:\/\//.test(text) && URL.canParse(text),
    'is not postgres://user:password@host:port/database',
  )

const pathSchema = z.string().min(1, 'is empty')

/** The file, and likewise the environment brought into its form: everything optional, nothing unknown. */
export const settingsSchema = z.strictObject({
  listen: listenSchema.optional(),
  dataDir: pathSchema.optional(),
  databaseUrl: databaseUrlSchema.optional(),
  tlsCert: pathSchema.optional(),
  tlsKey: pathSchema.optional(),
  logLevel: z.enum(logLevels, `is not one of ${logLevels.join(', ')}`).optional(),
})
export type Settings = z.infer<typeof settingsSchema>
