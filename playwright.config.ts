import { defineConfig } from '@playwright/test'
import { findBrowser } from './src-host/find-browser.ts'
import { chooseHost } from './tests/e2e/launch-desk.ts'

if (process.env['TEST_WORKER_INDEX'] === undefined)
  process.stdout.write(`The window is shown by ${chooseHost().name}.\n`)

const browser = findBrowser()
const hasDisplay = process.platform !== 'linux' || Boolean(process.env['DISPLAY'])

export default defineConfig({
  // On a display one window at a time: they share its clipboard. Without one each has a clipboard of its own.
  // More than two cores are kept busy by: a third of the time a test waits for an app or a server that starts.
  workers: hasDisplay ? 1 : 3,
  // Each test has a server, an app and a folder of its own; by files, one worker would be alone with a long one at the end.
  fullyParallel: true,
  forbidOnly: process.env['CI'] !== undefined,
  // For what is stuck, not for speed: what has to be quick says so itself.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['./tests/support/skip-reasons-reporter.ts']],
  outputDir: 'test-results',
  projects: [
    // On the directory servers that are installed (tests/README.md). The longest first.
    { name: 'directories-e2e', testDir: 'tests/directories', testMatch: '*.spec.ts' },
    { name: 'e2e', testDir: 'tests', testMatch: ['e2e/specs/*.spec.ts', 'security/*.spec.ts'] },
    { name: 'host', testDir: 'tests/host', testMatch: '*.spec.ts' },
    { name: 'gallery build', testDir: 'tests/gallery', testMatch: 'build.setup.ts' },
    {
      name: 'gallery',
      testDir: 'tests/gallery',
      dependencies: ['gallery build'],
      expect: { timeout: 15_000, toHaveScreenshot: { pathTemplate: 'tests/gallery/pictures/{arg}{ext}' } },
      use: browser === undefined ? {} : { launchOptions: { executablePath: browser } },
    },
  ],
})
