import { defineConfig } from '@playwright/test'
import { chooseHost } from './tests/e2e/launch-desk.ts'

if (process.env['TEST_WORKER_INDEX'] === undefined)
  process.stdout.write(`The window is shown by ${chooseHost().name}.\n`)

export default defineConfig({
  // One window at a time: they share the display's clipboard.
  workers: 1,
  fullyParallel: false,
  forbidOnly: process.env['CI'] !== undefined,
  timeout: 60_000,
  reporter: [['list'], ['./tests/support/skip-reasons-reporter.ts']],
  outputDir: 'test-results',
  projects: [
    { name: 'host', testDir: 'tests/host', testMatch: '*.spec.ts', timeout: 30_000 },
    { name: 'e2e', testDir: 'tests', testMatch: ['e2e/specs/*.spec.ts', 'security/*.spec.ts'] },
  ],
})
