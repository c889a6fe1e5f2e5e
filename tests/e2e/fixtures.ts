import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, type ElectronApplication } from '@playwright/test'
import { launchDesk } from './launch-desk.ts'
import { runServerCommand, type ServerCommand } from './run-server-command.ts'
import { createDeskPage, type Credentials, type DeskPage } from './pages/desk-page.ts'
import { createSampleData, startTestServer, type SamplePasswords, type TestServer } from '../support/server-process.ts'

interface DeskFixtures {
  readonly dataDir: string
  /** What the server’s operator does before it starts; given with `test.use`. */
  readonly preparation: { readonly commands: readonly ServerCommand[] }
  /** A server process of its own for each test, with the sample data. */
  readonly server: TestServer
  readonly launch: (options?: { language?: 'ja' | 'en'; userDataName?: string }) => Promise<ElectronApplication>
  readonly desk: DeskPage
  readonly administrator: Credentials
}

interface SampleData {
  readonly dataDir: string
  readonly passwords: SamplePasswords
}

export const test = base.extend<DeskFixtures, { readonly sample: SampleData }>({
  sample: [
    async ({}, use) => {
      const dataDir = mkdtempSync(join(tmpdir(), 'saihakko-sample-'))
      await use({ dataDir, passwords: await createSampleData(dataDir) })
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
    },
    { scope: 'worker' },
  ],
  dataDir: async ({}, use) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'saihakko-e2e-'))
    await use(dataDir)
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
  },
  preparation: [{ commands: [] }, { option: true }],
  server: async ({ dataDir, sample, preparation }, use) => {
    const serverDir = join(dataDir, 'server')
    cpSync(sample.dataDir, serverDir, { recursive: true })
    for (const command of preparation.commands) await runServerCommand(serverDir, command)
    const server = await startTestServer(serverDir, sample.passwords)
    await use(server)
    await server.stop()
  },
  launch: async ({ dataDir, server }, use) => {
    const started: ElectronApplication[] = []
    await use(async ({ language = 'ja', userDataName = 'desk' } = {}) => {
      const app = await launchDesk({ userDataDir: join(dataDir, userDataName), serverUrl: server.url, language })
      started.push(app)
      return app
    })
    await Promise.all(started.map((app) => app.close().catch(() => undefined)))
  },
  desk: async ({ launch }, use) => {
    const app = await launch()
    await use(createDeskPage(await app.firstWindow()))
  },
  administrator: async ({ server }, use) => {
    await use(server.account('WR012739'))
  },
})

export { expect } from '@playwright/test'
