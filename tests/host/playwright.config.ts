import { fileURLToPath } from 'node:url'
import { defineConfig } from '@playwright/test'

// The genuine npm package `electron` starts whatever this variable names. Set it to something else to run the same
// tests on another host.
process.env['ELECTRON_OVERRIDE_DIST_PATH'] ||= fileURLToPath(new URL('../../src-host/bin', import.meta.url))

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  // One app at a time: they share the display's clipboard.
  workers: 1,
  timeout: 30_000,
  reporter: 'list',
  outputDir: '../../test-results/host',
  projects: [{ name: 'host' }],
})
