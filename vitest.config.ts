import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

/** Real databases and real password hashing on two cores: time limits for a stuck test, not for speed. */
const integration = {
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
  'problem-format',
  'role-matrix',
  'route-sweep',
  'secrecy',
  'shutdown',
  'slow-requests',
  'step-up',
].map((name) => `tests/integration/http/${name}.test.ts`)

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['tests/unit/**/*.test.ts', 'tests/architecture/*.test.ts'] } },
      {
        plugins: [react({ compiler: true })],
        test: { name: 'renderer', environment: 'happy-dom', include: ['tests/renderer/**/*.test.{ts,tsx}'] },
      },
      {
        test: {
          ...integration,
          name: 'integration',
          include: ['tests/integration/**/*.test.ts', 'tests/contract/**/*.test.ts'],
          exclude: httpOnPostgresOnly,
        },
      },
      {
        test: {
          ...integration,
          name: 'http on PostgreSQL',
          include: ['tests/integration/http/*.test.ts'],
          env: { SAIHAKKO_TEST_DATABASE_KIND: 'postgres' },
        },
      },
    ],
  },
})
