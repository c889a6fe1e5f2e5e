import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildBundles } from './build.ts'
import { ensureBrowser } from './ensure-browser.ts'
import { inProject } from './paths.ts'
import { runNode } from './run-command.ts'

interface Step {
  readonly name: string
  run(report: string): Promise<number>
}

const vitest = (...args: readonly string[]) => [inProject('node_modules', 'vitest', 'vitest.mjs'), 'run', ...args]
/** One file at a time: what is killed and measured here is not to be starved by a neighbour. */
const runLoops = (report: string, project: string, ...files: readonly string[]): Promise<number> =>
  runNode(vitest('--project', project, '--no-file-parallelism', ...files), {
    env: { SAIHAKKO_NIGHTLY_REPORT: report },
  })

/** Tests of the window, from a fresh build. */
async function runWindows(report: string, ...args: readonly string[]): Promise<number> {
  if ((await ensureBrowser('given')) === undefined) return 1
  const exitCode = await buildBundles()
  if (exitCode !== 0) return exitCode
  const playwright = inProject('node_modules', '@playwright', 'test', 'cli.js')
  return await runNode([playwright, 'test', ...args], {
    env: { SAIHAKKO_NIGHTLY_REPORT: report },
  })
}

/** What is too long for `npm test`. A step resolves with its exit code and may add lines of JSON to `report`. */
const steps: readonly Step[] = [
  {
    name: 'faults',
    run: (report) => runLoops(report, 'integration', 'tests/integration/faults/', 'tests/integration/cluster/'),
  },
  {
    name: 'directories',
    run: (report) => runLoops(report, 'directories', 'tests/directories/server-'),
  },
  {
    // Another seed each time; a failure prints it.
    name: 'fuzz',
    run: (report) =>
      runNode(vitest('--project', 'http on PostgreSQL', 'tests/integration/http/fuzz.test.ts'), {
        env: {
          SAIHAKKO_NIGHTLY_REPORT: report,
          SAIHAKKO_FUZZ_INPUTS: process.env['SAIHAKKO_FUZZ_INPUTS'] ?? '100000',
          SAIHAKKO_FUZZ_SEED: process.env['SAIHAKKO_FUZZ_SEED'] ?? String(Date.now() % 2 ** 31),
        },
      }),
  },
  {
    name: 'mutations',
    run: (report) =>
      runNode([inProject('tests', 'mutation', 'run-mutations.ts')], { env: { SAIHAKKO_NIGHTLY_REPORT: report } }),
  },
  // A thousand reissues through the window.
  { name: 'memory', run: (report) => runWindows(report, 'tests/security/memory.spec.ts') },
  // Every state in every theme with every rule in both languages.
  { name: 'gallery', run: (report) => runWindows(report, '--project', 'gallery') },
]

/**
 * `npm run nightly [STEP …]`: long loops of faults, here and in directories, hostile input, mutated guards, reissues through the window, the whole gallery. SAIHAKKO_NIGHTLY_FACTOR multiplies the
 * counts of faults. The summary, one line of JSON per loop and one per step, comes last on standard output;
 * docs/reliability.md says what they mean.
 */
async function runNightly(names: readonly string[]): Promise<number> {
  const chosen = steps.filter(({ name }) => names.length === 0 || names.includes(name))
  if (chosen.length < Math.max(1, names.length)) {
    process.stderr.write(`steps: ${steps.map(({ name }) => name).join(', ')}\n`)
    return 2
  }
  const folder = mkdtempSync(join(tmpdir(), 'saihakko-nightly-'))
  const report = join(folder, 'report.jsonl')
  const outcomes: object[] = []
  let worst = 0
  for (const { name, run } of chosen) {
    const startedAt = performance.now()
    const exitCode = await run(report)
    outcomes.push({ step: name, exitCode, seconds: Math.round((performance.now() - startedAt) / 1000) })
    worst = Math.max(worst, exitCode)
  }
  const machine = { at: new Date().toISOString(), cores: availableParallelism(), node: process.version }
  const lines = [machine, ...outcomes].map((line) => JSON.stringify(line))
  process.stdout.write(`\n${existsSync(report) ? readFileSync(report, 'utf8') : ''}${lines.join('\n')}\n`)
  rmSync(folder, { recursive: true, force: true })
  return worst
}

process.exitCode = await runNightly(process.argv.slice(2))
