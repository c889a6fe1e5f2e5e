import { isIP } from 'node:net'
import { z } from 'zod'
import { directoryConfigSchema } from '../directory/directory-config-schema.ts'
import { parseListenAddress } from './listen-address.ts'

/** The settings by their names in the file and in the environment; the file may hold these and nothing else. */
export const settingNames = {
  listen: 'SAIHAKKO_LISTEN',
  dataDir: 'SAIHAKKO_DATA_DIR',
  databaseUrl: 'SAIHAKKO_DATABASE_URL',
  tlsCert: 'SAIHAKKO_TLS_CERT',
  tlsKey: 'SAIHAKKO_TLS_KEY',
  metricsListen: 'SAIHAKKO_METRICS_LISTEN',
  trustedProxies: 'SAIHAKKO_TRUSTED_PROXIES',
  smtpUrl: 'SAIHAKKO_SMTP_URL',
  mailFrom: 'SAIHAKKO_MAIL_FROM',
  logLevel: 'SAIHAKKO_LOG_LEVEL',
} as const
export type SettingName = keyof typeof settingNames

/** A name in the file, in metrics and in the log. */
const directoryNameSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'is not a name of a-z, 0-9 and -')

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

const smtpUrlSchema = z
  .string()
  .refine(
    isSmtpUrl,
    'is not smtp://user:password@host:port or smtps://… (with %XX for special characters), and no more',
  )

/** Nothing behind the port: a setting there, such as one that trusts every certificate, would be ignored. */
function isSmtpUrl(text: string): boolean {
  if (!/^smtps?:\/\/[^/?#]+\/?$/.test(text) || !URL.canParse(text)) return false
  const { hostname, username, password } = new URL(text)
  return hostname !== '' && !/%(?![0-9A-F]{2})/i.test(`${username}${password}`)
}

/** `10.0.0.1, 10.1.0.0/16, fd00::/8`: every address that sends requests on, and nothing vaguer. */
const trustedProxiesSchema = z
  .string()
  .transform((text) => text.split(',').map((entry) => entry.trim()))
  .refine(
    (entries) => entries.every(isAddressOrNetwork),
    'is not a list of addresses and networks, e.g. 10.0.0.1, 10.1.0.0/16',
  )

function isAddressOrNetwork(entry: string): boolean {
  const [, address = '', prefix] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? []
  const version = isIP(address)
  return version !== 0 && (prefix === undefined || (Number(prefix) > 0 && Number(prefix) <= (version === 4 ? 32 : 128)))
}

const pathSchema = z.string().min(1, 'is empty')

/** The file, and likewise the environment brought into its form: everything optional, nothing unknown. */
export const settingsSchema = z.strictObject({
  listen: listenSchema.optional(),
  dataDir: pathSchema.optional(),
  databaseUrl: databaseUrlSchema.optional(),
  tlsCert: pathSchema.optional(),
  tlsKey: pathSchema.optional(),
  metricsListen: listenSchema.optional(),
  trustedProxies: trustedProxiesSchema.optional(),
  smtpUrl: smtpUrlSchema.optional(),
  mailFrom: z.email('is not a mail address').optional(),
  logLevel: z.enum(logLevels, `is not one of ${logLevels.join(', ')}`).optional(),
  /** In the file only: where the users of some members live. */
  directories: z.record(directoryNameSchema, directoryConfigSchema).optional(),
})
export type Settings = z.infer<typeof settingsSchema>
