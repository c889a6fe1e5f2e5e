import { appendFileSync, readFileSync } from 'node:fs'
import { createVitest } from 'vitest/node'
import { inProject } from '../support/project.ts'
import { guards, type Guard } from './guards.ts'
import { listMutants } from './mutants.ts'

/** Below this share of mutants noticed the run fails. */
const requiredShare = 0.9
/** Where `npm run nightly` wants a line of JSON about each guard. */
const report = process.env['SAIHAKKO_NIGHTLY_REPORT']

/** Runs a guard’s tests with its source replaced in memory; the file stays as it is. Resolves with whether they all passed. */
async function passesWith({ source, tests }: Guard, code: string): Promise<boolean> {
  const path = inProject(...source.split('/'))
  const replaceSource = {
    name: 'replace-source',
    enforce: 'pre' as const,
    load: (id: string) => (id.split('?')[0] === path ? code : undefined),
  }
  const vitest = await createVitest(
    'test',
    {
      root: inProject(),
      config: false,
      watch: false,
      fsModuleCache: false,
      reporters: [{}],
      include: [...tests],
      bail: 1,
    },
    { plugins: [replaceSource] },
  )
  try {
    const { testModules, unhandledErrors } = await vitest.start()
    if (testModules.length < tests.length) throw new Error(`no tests: ${tests.join(', ')}`)
    return testModules.every((module) => module.ok()) && unhandledErrors.length === 0
  } finally {
    await vitest.close()
  }
}

interface Score {
  readonly killed: number
  readonly survivors: readonly string[]
}

async function mutate(guard: Guard): Promise<Score> {
  const source = readFileSync(inProject(...guard.source.split('/')), 'utf8')
  if (!(await passesWith(guard, source))) throw new Error(`${guard.source}: its tests fail without any mutant`)
  const mutants = listMutants(source)
  const survivors: string[] = []
  for (const { line, what, code } of mutants) {
    if (await passesWith(guard, code)) survivors.push(`${guard.source}:${line} ${what}`)
  }
  console.log(`${guard.source}: ${mutants.length - survivors.length} of ${mutants.length} mutants noticed`)
  for (const survivor of survivors) console.log(`  survived ${survivor}`)
  const killed = mutants.length - survivors.length
  if (report !== undefined)
    appendFileSync(report, `${JSON.stringify({ mutated: guard.source, mutants: mutants.length, noticed: killed })}\n`)
  return { killed, survivors }
}

/** `node tests/mutation/run-mutations.ts [part of a path …]` */
async function runMutations(parts: readonly string[]): Promise<number> {
  const chosen = guards.filter(({ source }) => parts.length === 0 || parts.some((part) => source.includes(part)))
  let [killed, total] = [0, 0]
  for (const guard of chosen) {
    const score = await mutate(guard)
    killed += score.killed
    total += score.killed + score.survivors.length
  }
  console.log(`${killed} of ${total} mutants noticed (${((100 * killed) / total).toFixed(1)} %)`)
  return total > 0 && killed / total >= requiredShare ? 0 : 1
}

process.exit(await runMutations(process.argv.slice(2)))
