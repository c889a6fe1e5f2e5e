/** Starts the sample app on the host, each test with a data folder of its own. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, expect, test as base } from '@playwright/test'
import type { ElectronApplication, Page } from '@playwright/test'

export const SAMPLE = fileURLToPath(new URL('./sample', import.meta.url))
export const EXECUTABLE = fileURLToPath(new URL('../../src-host/bin/electron', import.meta.url))

// The genuine npm package `electron` starts whatever this variable names: here always the host, even beside an Electron.
process.env['ELECTRON_OVERRIDE_DIST_PATH'] = dirname(EXECUTABLE)

/** The environment of a start: the caller's, with its own folder for data. */
export function environment(dataFolder: string): Record<string, string> {
  const inherited = Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  return { ...Object.fromEntries(inherited), XDG_CONFIG_HOME: dataFolder }
}

interface Fixtures {
  dataFolder: string
  desk: ElectronApplication
  page: Page
}
export const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures from this pattern
  dataFolder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'host-test-'))
    await use(folder)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  },
  desk: async ({ dataFolder }, use) => {
    const desk = await _electron.launch({ args: ['.'], cwd: SAMPLE, env: environment(dataFolder) })
    await use(desk)
    await desk.close().catch(() => {}) // a test may have ended it already
  },
  page: async ({ desk }, use) => {
    const page = await desk.firstWindow()
    await expect(page.locator('#state')).toHaveText('ready')
    await use(page)
  },
})

/** For what asks the page alone: one app for all such tests of a worker, each with a document of its own. */
export const testInPage = base.extend<Pick<Fixtures, 'page'>, { keptPage: Page }>({
  keptPage: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures from this pattern
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'host-test-'))
      const desk = await _electron.launch({ args: ['.'], cwd: SAMPLE, env: environment(folder) })
      await use(await desk.firstWindow())
      await desk.close().catch(() => {})
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
    { scope: 'worker' },
  ],
  page: async ({ keptPage }, use) => {
    await expect(keptPage.locator('#state')).toHaveText('ready')
    await keptPage.reload()
    await expect(keptPage.locator('#state')).toHaveText('ready')
    await use(keptPage)
  },
})
export { expect }

type Seen = readonly unknown[]
declare global {
  /** What the sample app noted, in order; lives in the app's main process. */
  var seen: Seen[]
  var keepOpen: boolean
  var sample: SampleApi
}
/** What the sample's preload exposes. */
export interface SampleApi {
  refused: string
  missingModule: string
  versions: Record<string, string>
  frame(): Promise<{ url: string; origin: string; isMain: boolean; topUrl: string }>
  echo<T>(value: T): Promise<T>
  fail(): Promise<never>
  copy(text: string): Promise<void>
  add(a: number, b: number): number
  throwRangeError(): never
  onTock(listener: (count: number) => void): () => void
  tick(count: number): void
}

/** The notes of the sample app whose first word is `name`. */
export async function notes(desk: ElectronApplication, name: string): Promise<Seen[]> {
  return desk.evaluate((_electron, wanted) => globalThis.seen.filter(([first]) => first === wanted), name)
}
/** Waits until the sample app has noted `name`, and gives its notes. */
export async function noted(desk: ElectronApplication, name: string): Promise<Seen[]> {
  await expect
    .poll(async () => (await notes(desk, name)).length, { message: `the app notes ${name}` })
    .toBeGreaterThan(0)
  return notes(desk, name)
}
/** How the app's process ends, when all that it printed has arrived: its exit code, or the signal. */
export function exitOf(desk: ElectronApplication): Promise<number | NodeJS.Signals | null> {
  return new Promise((resolve) => {
    desk.process().once('close', (code, signal) => resolve(code ?? signal))
  })
}
