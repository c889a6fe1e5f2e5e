import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'electron-vite'
import { inProject, projectDir } from '../../../support/project.ts'

export interface StartApp {
  /** The app’s folder, as Electron’s first argument. */
  readonly folder: string
  remove(): void
}

/** The app built for itself; with `hasNames`, functions keep their names, and maps tell which source they are from. */
export async function buildStartApp({ hasNames }: { readonly hasNames: boolean }): Promise<StartApp> {
  mkdirSync(inProject('.cache'), { recursive: true })
  const folder = mkdtempSync(inProject('.cache', 'start-'))
  const named = hasNames ? { minify: false, sourcemap: true } : {}
  await build({ root: projectDir, logLevel: 'error', build: { outDir: join(folder, 'out'), ...named } })
  const description = { name: 'saihakko-desk', version: '0.0.0', type: 'module', main: 'out/main/index.js' }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(description))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) }
}
