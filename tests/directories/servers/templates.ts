import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { inProject } from '../../support/project.ts'
import { runProgram } from './run-program.ts'

export interface Template {
  readonly name: string
  readonly serverVersion: string
  /** Source files whose change makes another template. */
  readonly madeBy: readonly string[]
  /** Fills the empty folder. */
  build(folder: string): Promise<void>
}

/**
 * A folder that takes seconds to make, kept in `.cache/directories` under the server’s version. Built aside and renamed, so
 * that runs at the same time never see half of one.
 */
export async function provideTemplate({ name, serverVersion, madeBy, build }: Template): Promise<string> {
  const hash = createHash('sha256')
  for (const source of madeBy) hash.update(readFileSync(inProject('tests', 'directories', 'servers', source)))
  const key = `${name}-${serverVersion.replaceAll(/[^\w.+-]/g, '_')}-${hash.digest('hex').slice(0, 12)}`
  const cache = inProject('.cache', 'directories')
  const folder = join(cache, key)
  if (existsSync(folder)) return folder
  const aside = join(cache, `building-${randomUUID()}`)
  mkdirSync(aside, { recursive: true })
  try {
    await build(aside)
    if (!existsSync(folder)) renameSync(aside, folder)
  } catch (error) {
    // Another run was first.
    if (!existsSync(folder)) throw error
  } finally {
    rmSync(aside, { recursive: true, force: true })
  }
  return folder
}

/** A copy to start a server in. */
export async function copyTemplate(template: string, folder: string): Promise<void> {
  await runProgram('cp', ['-a', '--reflink=auto', `${template}/.`, folder])
}
