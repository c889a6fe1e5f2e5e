import { expect, it } from 'vitest'
import { settingsSchema } from '../../../../src-server/config/configuration-schema.ts'

const isTaken = (smtpUrl: string): boolean => settingsSchema.safeParse({ smtpUrl }).success

it.each(['smtp://relay', 'smtp://127.0.0.1:25/', 'smtps://desk:p%40ss@relay.example:465', 'smtp://[fd00::1]:587'])(
  'takes %s for a mail server',
  (url) => expect(isTaken(url)).toBe(true),
)

it.each([
  'relay.example:25',
  'http://relay',
  'smtp://',
  'smtp://relay:99999',
  'smtp://desk:100%@relay',
  // What is behind the port would be ignored, and this one is not to be had at all.
  'smtp://relay?tls.rejectUnauthorized=false',
  'smtp://relay/path',
])('refuses %s', (url) => expect(isTaken(url)).toBe(false))
