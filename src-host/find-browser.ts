/** Where Chrome, Edge or Chromium is on this machine. Pure: reads the environment and the file system it is given. */
import { existsSync } from 'node:fs'
import { posix, win32 } from 'node:path'

/** Chromium's own file first: Debian's /usr/bin/chromium is a shell script that adds switches of its own. */
const LINUX = [
  '/usr/lib/chromium/chromium',
  '/usr/lib64/chromium-browser/chromium-browser',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/opt/google/chrome/chrome',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/opt/microsoft/msedge/msedge',
  '/usr/bin/microsoft-edge',
]
const MAC = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'Chromium.app/Contents/MacOS/Chromium',
]
const WINDOWS = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
  'Chromium\\Application\\chrome.exe',
]
const WINDOWS_ROOTS = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']

export interface Machine {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly exists: (path: string) => boolean
}

function usualPlaces({ platform, env }: Machine): string[] {
  if (platform === 'darwin') {
    const roots = ['/Applications', ...(env['HOME'] === undefined ? [] : [posix.join(env['HOME'], 'Applications')])]
    return roots.flatMap((root) => MAC.map((file) => posix.join(root, file)))
  }
  if (platform === 'win32') {
    const roots = WINDOWS_ROOTS.flatMap((name) => env[name] ?? [])
    return WINDOWS.flatMap((file) => roots.map((root) => win32.join(root, file)))
  }
  return LINUX
}

/**
 * The browser to run, or undefined when there is none. `SAIHAKKO_CHROMIUM` comes first and alone: a person who names
 * a browser does not want another one instead.
 */
export function findBrowser(
  machine: Machine = { platform: process.platform, env: process.env, exists: existsSync },
): string | undefined {
  const named = machine.env['SAIHAKKO_CHROMIUM']
  if (named !== undefined && named !== '') return machine.exists(named) ? named : undefined
  return usualPlaces(machine).find((path) => machine.exists(path))
}
