import { availableParallelism } from 'node:os'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { createCountCasesReporter } from './scripts/count-directory-cases.ts'

/** Replace modules, which must not reach the other files: each needs a process of its own. */
const replacesModules = ['tests/integration/http/second-layer.test.ts']
const replacesElectron = ['tests/security/crash-reports.test.ts']
const packaging = ['tests/security/packaging/*.test.ts']

const screens = {
  plugins: [react({ compiler: true })],
  test: {
    environment: 'happy-dom',
    testTimeout: 20_000,
    include: ['tests/renderer/**/*.test.{ts,tsx}', 'tests/security/*.test.tsx'],
  },
}
/** Ask about timers, the focus, globals, or what is loaded when: nothing of another file may be left in their page. */
const screensAlone = [
  ...[
    'approvals',
    'focus',
    'load-later',
    'phone-mode',
    'reissue',
    'rehearsal',
    'unknown-outcome',
    'verification-course',
  ].map((name) => `tests/renderer/${name}.test.tsx`),
  'tests/security/secret-on-screen.test.tsx',
]

/**
 * Real databases and real password hashing on two cores: time limits for a stuck test, not for speed. The files of a worker
 * share what they have loaded, the server above all.
 */
const integration = {
  isolate: false,
  testTimeout: 60_000,
  hookTimeout: 120_000,
  globalSetup: 'tests/support/provide-postgres.ts',
  setupFiles: 'tests/support/keep-embedded-engine.ts',
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
  'member-failures',
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

/** Where a PC may be, at both ends of the day; what is told in the member’s zone must not follow it. */
const zones = ['America/Los_Angeles', 'Pacific/Kiritimati']
const aboutTimes = ['shared/domain/time', 'main/kept-history-policy', 'main/history-csv'].map(
  (name) => `tests/unit/${name}.test.ts`,
)

export default defineConfig({
  test: {
    // More than cores: a quarter of the time both of two wait for a process that starts, a server or a disk.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    reporters: ['default', createCountCasesReporter()],
    projects: [
      {
        test: {
          name: 'unit',
          isolate: false,
          include: ['tests/{unit,architecture,security}/**/*.test.ts'],
          exclude: [...replacesElectron, ...packaging],
        },
      },
      { test: { name: 'Electron replaced', include: replacesElectron } },
      {
        ...screens,
        // The files of a worker share the app’s modules: to load them takes longer than to run the tests.
        test: { ...screens.test, name: 'renderer', isolate: false, exclude: screensAlone },
      },
      { ...screens, test: { ...screens.test, name: 'renderer alone', include: screensAlone } },
      ...zones.map((zone) => ({
        test: { name: `in ${zone}`, isolate: false, include: aboutTimes, env: { TZ: zone } },
      })),
      // Packages what `npm run build` has made.
      { test: { name: 'packaging', include: packaging, testTimeout: 30_000 } },
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
      // On the directory servers that are installed (tests/README.md).
      {
        test: {
          name: 'directories',
          include: ['tests/directories/*.test.ts'],
          globalSetup: ['tests/directories/servers/provide-directories.ts', 'tests/support/provide-postgres.ts'],
          testTimeout: 20_000,
          hookTimeout: 60_000,
          // They wait more than they work; alone, so that nothing slows down their time limits.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
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
