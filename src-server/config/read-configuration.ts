import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { parseDocument } from 'yaml'
import { AppError, type FieldError } from '../../src-shared/errors/catalogue.ts'
import type { OpenDatabaseOptions } from '../database/open-database.ts'
import type { DirectoryConfig } from '../directory/directory-config-schema.ts'
import type { TlsFiles } from '../listener.ts'
import { settingNames, settingsSchema, type SettingName, type Settings } from './configuration-schema.ts'
import { findDefaultDataDirectory } from './default-data-directory.ts'
import { isLoopback, type ListenAddress } from './listen-address.ts'
import { checkDirectories, describeUnreadable } from './read-directories.ts'

export interface Configuration {
  readonly listen: ListenAddress
  readonly dataDir: string
  readonly database: OpenDatabaseOptions
  readonly tls?: TlsFiles
  /** Where Prometheus finds `/metrics`; nowhere when left out. */
  readonly metricsListen?: ListenAddress
  /** Whose `X-Forwarded-For` is believed. */
  readonly trustedProxies?: readonly string[]
  /** Unset: notices stay in the outbox. */
  readonly mail?: MailConfiguration
  /** By name; none without a file. */
  readonly directories: Readonly<Record<string, DirectoryConfig>>
  readonly logLevel: string
}

export interface MailConfiguration {
  /** `smtp://` or `smtps://`, with the account if there is one; never logged. */
  readonly smtpUrl: string
  /** The sender’s address. */
  readonly from: string
}

/**
 * Reads the configuration from the environment, over that of the YAML file if there is one. Throws
 * `configuration_invalid` with every problem found, so that an operator corrects them in one go.
 */
export function readConfiguration(env: NodeJS.ProcessEnv, file?: string): Configuration {
  const problems: FieldError[] = []
  const add = (path: string, message: string): void => void problems.push({ path, code: 'invalid', message })
  const fromFile = file === undefined ? {} : check(readYaml(file, add), (name) => `${file}: ${showName(name)}`, add)
  const fromEnvironment = check(pickVariables(env), nameVariable, add)
  const settings = { ...fromFile, ...fromEnvironment }
  const listen = settings.listen ?? { host: '127.0.0.1', port: 8443 }
  const tls = readTls(settings, add)
  const directories = settings.directories ?? {}
  checkDirectories(directories, (path) => `${file}: ${path}`, add)
  const hasTls = settings.tlsCert !== undefined && settings.tlsKey !== undefined
  if (!hasTls && !isLoopback(listen.host)) {
    add(
      settingNames.listen,
      `${listen.host} needs ${settingNames.tlsCert} and ${settingNames.tlsKey}; without them only this machine is served`,
    )
  }
  if (problems.length > 0) throw new AppError('configuration_invalid', { fields: problems })
  const dataDir = settings.dataDir ?? findDefaultDataDirectory(env)
  const database: OpenDatabaseOptions =
    settings.databaseUrl === undefined ? { kind: 'embedded', dataDir } : { kind: 'postgres', url: settings.databaseUrl }
  return {
    listen,
    dataDir,
    database,
    ...(tls ? { tls } : {}),
    ...(settings.metricsListen ? { metricsListen: settings.metricsListen } : {}),
    ...(settings.trustedProxies ? { trustedProxies: settings.trustedProxies } : {}),
    ...(settings.smtpUrl ? { mail: { smtpUrl: settings.smtpUrl, from: settings.mailFrom ?? defaultSender() } } : {}),
    directories,
    logLevel: settings.logLevel ?? 'info',
  }
}

const defaultSender = (): string => `saihakko-desk@${hostname()}`

type AddProblem = (path: string, message: string) => void

/** What is right of the given settings; the rest becomes problems. Values are not repeated: one is a database password. */
function check(given: Record<string, unknown>, nameOf: (name: string) => string, add: AddProblem): Settings {
  const parsed = settingsSchema.safeParse(given)
  if (parsed.success) return parsed.data
  const wrong = new Set<string>()
  for (const issue of parsed.error.issues) {
    // Of the directories, the only setting with a form of its own, the place is told, too.
    const [first, ...rest] = issue.path.map(String)
    const isUnknown = issue.code === 'unrecognized_keys'
    const names = isUnknown ? issue.keys : [first ?? '']
    for (const name of names) wrong.add(first ?? name)
    const place = rest.map((part) => `.${showName(part)}`).join('')
    if (first === undefined) for (const name of names) add(nameOf(name), 'is not a setting')
    else if (isUnknown) for (const name of names) add(`${nameOf(first)}${place}.${showName(name)}`, 'is not a setting')
    else add(`${nameOf(first)}${place}`, issue.message)
  }
  return settingsSchema.parse(Object.fromEntries(Object.entries(given).filter(([name]) => !wrong.has(name))))
}

const isSettingName = (name: string): name is SettingName => Object.hasOwn(settingNames, name)
/** What stands where a name should may be a value, of a secret even: only what looks like a name is repeated. */
const showName = (name: string): string => (/^[\w-]{1,40}$/.test(name) ? name : '(no name)')
const nameVariable = (name: string): string => (isSettingName(name) ? settingNames[name] : name)

/** An empty variable counts as unset, as compose files and unit files leave them. */
function pickVariables(env: NodeJS.ProcessEnv): Record<string, unknown> {
  const given = Object.entries(settingNames).map(([name, variable]) => [name, env[variable]] as const)
  return Object.fromEntries(given.filter(([, value]) => value !== undefined && value !== ''))
}

function readYaml(file: string, add: AddProblem): Record<string, unknown> {
  try {
    const document = parseDocument(readFileSync(file, 'utf8'))
    const [error] = document.errors
    if (error) add(file, error.message.split('\n')[0] ?? 'is not YAML')
    const content: unknown = error ? null : document.toJS()
    if (content === null) return {}
    if (typeof content === 'object' && !Array.isArray(content)) return { ...content }
    add(file, 'is not a list of settings `name: value`')
  } catch (error) {
    add(file, describeUnreadable(error))
  }
  return {}
}

function readTls({ tlsCert, tlsKey }: Settings, add: AddProblem): TlsFiles | undefined {
  if (tlsCert === undefined && tlsKey === undefined) return undefined
  if (tlsCert === undefined || tlsKey === undefined) {
    add(
      tlsCert === undefined ? settingNames.tlsCert : settingNames.tlsKey,
      'is missing: a certificate and a key belong together',
    )
  }
  const cert = tlsCert === undefined ? undefined : readText(tlsCert, settingNames.tlsCert, add)
  const key = tlsKey === undefined ? undefined : readText(tlsKey, settingNames.tlsKey, add)
  return cert !== undefined && key !== undefined ? { cert, key } : undefined
}

function readText(path: string, name: string, add: AddProblem): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    add(name, describeUnreadable(error))
    return undefined
  }
}
