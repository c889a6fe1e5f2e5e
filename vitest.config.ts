import { availableParallelism } from 'node:os'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
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

/**
 * The files that wait most, for directory servers, each beside one that computes all the time. At the beginning: the longest
 * must not be alone at the end. All have processes of their own, so that no worker gives up what others would share.
 */
const first = [
  'directories/active-directory.test.ts',
  'renderer/reissue.test.tsx',
  'directories/ds389.test.ts',
  'renderer/phone-mode.test.tsx',
  'directories/open-ldap.test.ts',
  'renderer/verification-course.test.tsx',
  'directories/server-kills.test.ts',
]

class WaitingBesideComputing extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification): number => {
      const place = first.findIndex((name) => moduleId.endsWith(name))
      return place === -1 ? first.length : place
    }
    return (await super.sort(files)).toSorted((a, b) => placeOf(a) - placeOf(b))
  }
}

export default defineConfig({
  test: {
    // More than cores: much of the time is spent waiting for a process that starts, a server or a disk.
    maxWorkers: availableParallelism() + 2,
    sequence: { sequencer: WaitingBesideComputing },
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
          // For what is stuck: what has to be quick says so itself.
          testTimeout: 60_000,
          hookTimeout: 120_000,
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
