import { resolve } from 'node:path'
import { languageSchema, type Settings } from '../../src-shared/ipc/contract.ts'

/** What the surroundings say about how to run; all of it optional. */
export interface Environment {
  /** The server to use, without a trailing slash; without one the app runs its own trial server. */
  readonly serverUrl?: string
  readonly userDataDir?: string
  readonly language?: Settings['language']
  /** Begin the trial server's data anew (`--fresh`). */
  readonly isFreshTrial: boolean
}

/** Throws when a setting cannot be used; its message says how to mend it. */
export function readEnvironment(variables: NodeJS.ProcessEnv, argv: readonly string[]): Environment {
  const { SAIHAKKO_SERVER_URL: serverUrl, SAIHAKKO_USER_DATA_DIR: userDataDir } = variables
  const language = languageSchema.safeParse(variables['SAIHAKKO_LANGUAGE'])
  return {
    ...(serverUrl === undefined || serverUrl === '' ? {} : { serverUrl: readServerUrl(serverUrl) }),
    ...(userDataDir === undefined || userDataDir === '' ? {} : { userDataDir: resolve(userDataDir) }),
    ...(language.success ? { language: language.data } : {}),
    isFreshTrial: argv.includes('--fresh'),
  }
}

const loopback = new Set(['127.0.0.1', '[::1]', 'localhost'])

/** Passwords go there: https, or http to this machine alone (E1). */
function readServerUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback.has(url.hostname))
  if (!url || !isSafe)
    throw new Error('SAIHAKKO_SERVER_URL has to be an https:// address (http:// on this machine only).')
  return text.replace(/\/+$/, '')
}
