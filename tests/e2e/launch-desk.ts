import { existsSync } from 'node:fs'
import { _electron, type ElectronApplication } from '@playwright/test'
import { findElectron } from '../../scripts/find-electron.ts'
import { inProject } from '../support/project.ts'

/** What shows the window in this run: Electron where its binary is there, the Chromium host otherwise. */
export function chooseHost(): { readonly name: string; readonly env: Readonly<Record<string, string>> } {
  const electron = findElectron()
  const hasDisplay = process.platform !== 'linux' || Boolean(process.env['DISPLAY'])
  if (electron !== undefined && hasDisplay) return { name: `Electron (${electron})`, env: {} }
  const dist = inProject('src-host', 'bin')
  return { name: `the Chromium host (${dist})`, env: { ELECTRON_OVERRIDE_DIST_PATH: dist } }
}

export interface LaunchOptions {
  readonly userDataDir: string
  /** Left out: the first-start screen, or with `--trial` in `args` the embedded server. */
  readonly serverUrl?: string
  readonly language?: 'ja' | 'en'
  readonly args?: readonly string[]
  /** Whether the app may use the keychain of the session it runs in; Playwright forbids it otherwise. */
  readonly usesKeychain?: boolean
}

/**
 * Starts the built app as `npm start` would, driven by the test, and waits until its page has drawn something: the window is
 * there before its page, which cannot be asked anything while it is loaded.
 */
export async function launchDesk({
  userDataDir,
  serverUrl,
  language = 'ja',
  args = [],
  usesKeychain = false,
}: LaunchOptions): Promise<ElectronApplication> {
  if (!existsSync(inProject('out', 'main', 'index.js'))) throw new Error('Build first: npm run build')
  const { env } = chooseHost()
  // Playwright and the electron package read the variable in this process, the host's children in theirs.
  Object.assign(process.env, env)
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const app = await _electron.launch({
    args: [...(usesKeychain ? ['-r', inProject('tests', 'e2e', 'use-keychain.cjs')] : []), '.', ...args],
    cwd: inProject(),
    env: {
      ...Object.fromEntries(inherited),
      SAIHAKKO_USER_DATA_DIR: userDataDir,
      SAIHAKKO_LANGUAGE: language,
      ...(serverUrl === undefined ? {} : { SAIHAKKO_SERVER_URL: serverUrl }),
    },
  })
  const page = await app.firstWindow()
  await page.locator('#root > *').first().waitFor({ state: 'attached' })
  return app
}
