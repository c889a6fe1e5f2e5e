import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { runNode } from './run-command.ts'

const downloadLimitMs = 180_000

const packageDir = dirname(createRequire(import.meta.url).resolve('electron/package.json'))

/** The Electron binary that `node_modules/electron` has fetched, or the one that ELECTRON_OVERRIDE_DIST_PATH names. */
export function findElectron(): string | undefined {
  const distDir = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(packageDir, 'dist')
  const binary = join(distDir, readBinaryName())
  return existsSync(binary) ? binary : undefined
}

/** Lets Electron's own installer fetch the binary, within a time limit; it reports its progress itself. */
export async function fetchElectron(): Promise<string | undefined> {
  process.stdout.write(
    `Electron is not on this machine yet; fetching it (at most ${downloadLimitMs / 60_000} minutes) …\n`,
  )
  const code = await runNode([join(packageDir, 'install.js')], { limitMs: downloadLimitMs, hidesErrors: true })
  const binary = code === 0 ? findElectron() : undefined
  if (binary === undefined) process.stdout.write(`Electron could not be fetched${code === 124 ? ' in time' : ''}.\n`)
  return binary
}

function readBinaryName(): string {
  try {
    return readFileSync(join(packageDir, 'path.txt'), 'utf8').trim()
  } catch {
    const names: Partial<Record<NodeJS.Platform, string>> = {
      win32: 'electron.exe',
      darwin: 'Electron.app/Contents/MacOS/Electron',
    }
    return names[process.platform] ?? 'electron'
  }
}
