import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { guards } from '../../mutation/guards.ts'
import { listMutants } from '../../mutation/mutants.ts'
import { inProject } from '../../support/project.ts'

describe('mutants of the guards (R11)', () => {
  it('change conditions, codes and numbers, and leave out guards', () => {
    const source = "// a === b\nif (a === b && n > 3) return 'not_found'"
    expect(listMutants(source).map(({ code }) => code.split('\n')[1])).toEqual([
      "if (a !== b && n > 3) return 'not_found'",
      "if (a === b || n > 3) return 'not_found'",
      "if (a === b && n >= 3) return 'not_found'",
      "if (!(a === b && n > 3)) return 'not_found'",
      "if (a === b && n > 3) return 'conflict'",
      'if (a === b && n > 3) return undefined',
      "if (a === b && n > 4) return 'not_found'",
      '',
    ])
  })

  it.each(guards)('$source has some, and tests', ({ source, tests }) => {
    expect(listMutants(readFileSync(inProject(source), 'utf8')).length).toBeGreaterThan(4)
    expect(tests.filter((test) => !existsSync(inProject(test)))).toEqual([])
  })
})
