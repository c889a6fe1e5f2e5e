import { buildBundles } from './build.ts'
import { ensureBrowser } from './ensure-browser.ts'
import { inProject } from './paths.ts'
import { runNode } from './run-command.ts'

const tool = (...path: readonly string[]): string => inProject('node_modules', ...path)

const checkFormat = () => runNode([tool('prettier', 'bin', 'prettier.cjs'), '--check', '--log-level', 'warn', '.'])

async function checkTypesAndLint(): Promise<number> {
  const types = await runNode([tool('typescript', 'bin', 'tsc'), '-b'])
  return types || (await runNode([tool('oxlint', 'bin', 'oxlint'), '--type-aware', '--deny-warnings']))
}

/** Resolves when all have ended, with the worst exit code. */
const runTogether = async (...checks: readonly (() => Promise<number>)[]): Promise<number> =>
  Math.max(...(await Promise.all(checks.map((check) => check()))))

const steps: readonly (readonly [name: string, run: () => Promise<number>])[] = [
  // Beside each other: the check of the format uses one core. What is not in order is told by file, whoever tells it.
  ['types, lint, layers, format', () => runTogether(checkTypesAndLint, checkFormat)],
  ['bundles', () => buildBundles()],
  ['unit, renderer, integration', () => runNode([tool('vitest', 'vitest.mjs'), 'run'])],
  ['gallery, host and end to end', () => runNode([tool('@playwright', 'test', 'cli.js'), 'test'])],
]

/** `npm test`: everything that CI asks for, in the order in which it fails fastest. Installs Chromium on Debian where it lacks. */
async function runTests(): Promise<number> {
  if ((await ensureBrowser('given')) === undefined) return 1
  // The tests start some hundred processes of the server; read from the sources, each costs half a second of compiling.
  process.env['NODE_COMPILE_CACHE'] ??= inProject('.cache', 'node')
  for (const [name, run] of steps) {
    process.stdout.write(`\n— ${name}\n`)
    const startedAt = performance.now()
    const code = await run()
    process.stdout.write(
      `— ${name}: ${code === 0 ? 'ok' : `failed (exit ${code})`}, ${Math.round((performance.now() - startedAt) / 1000)} s\n`,
    )
    if (code !== 0) return code
  }
  return 0
}

process.exitCode = await runTests()
