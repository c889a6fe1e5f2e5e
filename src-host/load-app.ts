/** Finds and loads the app: its package.json and its main module, CommonJS or ES. */
import { readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { AppDescription } from './app/app.ts'

/** An ES module may wait at its top level for something that comes later; after this long the host goes on. */
const LOAD_PATIENCE_MS = 2000

export interface LocatedApp extends AppDescription {
  readonly entry: string
}

/** Reads what is to be run. @param path the app's folder (with package.json) or its main file */
export function locateApp(path: string): LocatedApp {
  const full = resolve(path)
  if (!statSync(full).isDirectory()) return { name: 'Electron', version: '0.0.0', path: dirname(full), entry: full }
  const file: unknown = JSON.parse(readFileSync(join(full, 'package.json'), 'utf8'))
  const read = (key: string) => {
    const value: unknown = typeof file === 'object' && file !== null ? Reflect.get(file, key) : undefined
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const entry = createRequire(join(full, 'package.json')).resolve(join(full, read('main') ?? 'index.js'))
  const name = read('productName') ?? read('name') ?? 'Electron'
  return { name, version: read('version') ?? '0.0.0', path: full, entry }
}

/**
 * Loads the app's main module; resolves when the app is ready for the browser to start: all of it has run, or it waits
 * for the app to be ready (a top-level `await app.whenReady()`).
 */
export async function loadApp({ entry }: LocatedApp, isAsked: Promise<void>): Promise<void> {
  const loaded: Promise<unknown> = import(pathToFileURL(entry).href)
  const patience = new Promise((resume) => setTimeout(resume, LOAD_PATIENCE_MS).unref())
  await Promise.race([loaded, isAsked, patience])
}
