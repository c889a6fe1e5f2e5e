import type { Reporter, TestModule } from 'vitest/node'

/** Closes a run that had directories in it with a line for each: how many cases held there, or why there were none. */
export function createCountCasesReporter(): Reporter {
  return {
    onTestRunEnd(modules) {
      for (const module of modules) {
        if (module.project.name === 'directories') process.stdout.write(`${describeModule(module)}\n`)
      }
    },
  }
}

function describeModule(module: TestModule): string {
  const results = [...module.children.allTests()].map((test) => test.result())
  const count = (state: string): number => results.filter((result) => result.state === state).length
  const [first] = [...module.children]
  const name = first?.name ?? module.relativeModuleId
  const reasons = results.flatMap((result) =>
    result.state === 'skipped' && result.note !== undefined ? [result.note] : [],
  )
  const skipped = count('skipped') === 0 ? '' : `, ${count('skipped')} skipped (${[...new Set(reasons)].join('; ')})`
  const seconds = Math.round(module.diagnostic().duration / 1000)
  return `directories: ${name}: ${count('passed')} cases passed, ${count('failed')} failed${skipped}, ${seconds} s`
}
