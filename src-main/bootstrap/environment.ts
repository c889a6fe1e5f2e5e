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

export function readEnvironment(variables: NodeJS.ProcessEnv, argv: readonly string[]): Environment {
  const { SAIHAKKO_SERVER_URL: serverUrl, SAIHAKKO_USER_DATA_DIR: userDataDir } = variables
  const language = languageSchema.safeParse(variables['SAIHAKKO_LANGUAGE'])
  return {
    ...(serverUrl === undefined || serverUrl === '' ? {} : { serverUrl: serverUrl.replace(/\/+$/, '') }),
    ...(userDataDir === undefined || userDataDir === '' ? {} : { userDataDir: resolve(userDataDir) }),
    ...(language.success ? { language: language.data } : {}),
    isFreshTrial: argv.includes('--fresh'),
  }
}
