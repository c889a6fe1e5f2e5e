import { resolve } from 'node:path'
import { languages } from '../../src-shared/ipc/settings-choices.ts'
import type { Settings } from '../../src-shared/ipc/settings-schema.ts'
import { parseServerAddress } from '../security/server-address.ts'

/** What the surroundings say about how to run; all of it optional. */
export interface Environment {
  /** The server to use, without a trailing slash; it cannot be changed in the app then. */
  readonly serverUrl?: string
  readonly userDataDir?: string
  readonly language?: Settings['language']
  /** Go straight to the embedded server with sample members (`--trial`, or `--fresh`). */
  readonly isTrial: boolean
  /** Begin the trial server's data anew (`--fresh`). */
  readonly isFreshTrial: boolean
}

/** Throws when a setting cannot be used; its message says how to mend it. */
export function readEnvironment(variables: NodeJS.ProcessEnv, argv: readonly string[]): Environment {
  const { SAIHAKKO_SERVER_URL: serverUrl, SAIHAKKO_USER_DATA_DIR: userDataDir } = variables
  const language = languages.find((each) => each === variables['SAIHAKKO_LANGUAGE'])
  return {
    ...(serverUrl === undefined || serverUrl === '' ? {} : { serverUrl: readServerUrl(serverUrl) }),
    ...(userDataDir === undefined || userDataDir === '' ? {} : { userDataDir: resolve(userDataDir) }),
    ...(language === undefined ? {} : { language }),
    isTrial: argv.includes('--trial') || argv.includes('--fresh'),
    isFreshTrial: argv.includes('--fresh'),
  }
}

/** Passwords go there: https, or http to this machine alone (E1). */
function readServerUrl(text: string): string {
  // Who writes a configuration writes it out; only a person who types may leave the scheme to us.
  const url = text.includes('://') ? parseServerAddress(text) : undefined
  if (url === undefined)
    throw new Error('SAIHAKKO_SERVER_URL has to be an https:// address (http:// on this machine only).')
  return url
}
