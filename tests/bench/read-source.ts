import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpus, platform, release, totalmem } from 'node:os'
import { inProject } from '../support/project.ts'
import type { Machine } from './figures.ts'

export const readMachine = (): Machine => ({
  processor: cpus()[0]?.model ?? 'unknown',
  threads: cpus().length,
  memoryGib: Math.round(totalmem() / 2 ** 30),
  system: `${platform()} ${release()}`,
  node: process.version.slice(1),
})

/** What is measured; a commit of anything else leaves its figures as they are. */
const product = ['src-shared', 'src-server', 'src-main', 'src-renderer', 'src-host', 'package-lock.json']

/** The last commit that changed the product, and of what is not committed yet a digest to tell it by. */
export function readCommit(): string {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: inProject(), encoding: 'utf8', maxBuffer: 2 ** 28, stdio: 'pipe' }).trim()
  try {
    const commit = git('log', '-1', '--format=%h', '--', ...product)
    const changes = git('status', '--porcelain', '--', ...product)
    if (changes === '') return commit
    const digest = createHash('sha256')
      .update(changes)
      .update(git('diff', 'HEAD', '--', ...product))
    return `${commit} with changes ${digest.digest('hex').slice(0, 7)}`
  } catch {
    return 'unknown'
  }
}
