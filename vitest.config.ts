import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

/** Replaces a module of the server, which must not reach the other files: it needs a process of its own. */
const replacesModules = ['tests/integration/http/second-layer.test.ts']

/**
 * Real databases and real password hashing on two cores: time limits for a stuck test, not for speed. The files of a worker
 * share what they have loaded, the server above all.
 */
const integration = {
  isolate: false,
  testTimeout: 60_000,
  hookTimeout: 120_000,
  globalSetup: 'tests/support/provide-postgres.ts',
}

/**
 * What asks the HTTP service runs on PostgreSQL, and once more on the embedded database where a statement, a lock or a
 * transaction decides. The others ask about routes, schemas and answers, which are the same whatever lies beneath.
 */
const httpOnPostgresOnly = [
  'audit-coverage',
  'audit-reading',
  'disabled-account',
  'fuzz',
  'known-vulnerabilities',
  'list-bounds',
  'openapi',
  'password-life',
  'problem-format',
  'role-matrix',
  'route-sweep',
  'secrecy',
  'sessions',
  'shutdown',
  'slow-requests',
  'step-up',
  'throttling',
  'verification',
  'verification-pass',
].map((name) => `tests/integration/http/${name}.test.ts`)

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', isolate: false, include: ['tests/unit/**/*.test.ts', 'tests/architecture/*.test.ts'] } },
      {
        plugins: [react({ compiler: true })],
        test: { name: 'renderer', environment: 'happy-dom', include: ['tests/renderer/**/*.test.{ts,tsx}'] },
      },
      {
        test: {
          ...integration,
          name: 'integration',
          include: ['tests/integration/**/*.test.ts', 'tests/contract/**/*.test.ts'],
          exclude: [...httpOnPostgresOnly, ...replacesModules],
        },
      },
      {
        test: {
          ...integration,
          name: 'http on PostgreSQL',
          include: ['tests/integration/http/*.test.ts'],
          exclude: replacesModules,
          env: { SAIHAKKO_TEST_DATABASE_KIND: 'postgres' },
        },
      },
      ...(['embedded', 'postgres'] as const).map((kind) => ({
        test: {
          ...integration,
          isolate: true,
          name: `second layer on ${kind}`,
          include: replacesModules,
          env: { SAIHAKKO_TEST_DATABASE_KIND: kind },
        },
      })),
    ],
  },
})
