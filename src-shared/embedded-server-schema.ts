import { z } from 'zod'
import { errorCodeSchema } from './errors/error-schema.ts'
import { sampleAccountSchema } from './ipc/contract.ts'

/** What the desktop app tells the trial server that it starts on this machine. */
export const embeddedServerCommandSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('start'), dataDir: z.string() }),
  z.strictObject({ type: z.literal('stop') }),
])
export type EmbeddedServerCommand = z.infer<typeof embeddedServerCommandSchema>

/** What it answers. `accounts` are the sample’s accounts with their passwords: only when they were made just now. */
export const embeddedServerReportSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready'), url: z.string(), accounts: z.array(sampleAccountSchema) }),
  z.strictObject({ type: z.literal('failed'), code: errorCodeSchema, detail: z.string() }),
])
export type EmbeddedServerReport = z.infer<typeof embeddedServerReportSchema>
