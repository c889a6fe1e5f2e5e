import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

/** Real databases and real password hashing on two cores: time limits for a stuck test, not for speed. */
const integration = {
  testTimeout: 60_000,
  hookTimeout: 120_000,
  globalSetup: 'tests/support/provide-postgres.ts',
}

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
