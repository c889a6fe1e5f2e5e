import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { inProject, projectDir } from './paths.ts'
import { runNode } from './run-command.ts'
import { join } from 'node:path'

const stamp = inProject('out', '.built')
const sources = [
  'src-main',
  'src-renderer',
  'src-shared',
  'src-server',
  'electron.vite.config.ts',
  'scripts/binary-parts.ts',
  'vite.server.config.ts',
  'package-lock.json',
]

/** Builds the four bundles into `out/`, unless they are newer than every source. Resolves with an exit code. */
export async function buildBundles({ isForced = false } = {}): Promise<number> {
  if (!isForced && isUpToDate()) return 0
  process.stdout.write('Building …\n')
  const steps = [
    ['node_modules/electron-vite/bin/electron-vite.js', 'build', '--logLevel', 'error'],
    ['node_modules/vite/bin/vite.js', 'build', '--config', 'vite.server.config.ts', '--logLevel', 'warn'],
  ]
  for (const step of steps) {
    const code = await runNode(step)
    if (code !== 0) return code
  }
  mkdirSync(inProject('out'), { recursive: true })
  writeFileSync(stamp, '')
  return 0
}

function isUpToDate(): boolean {
  const builtAt = changedAt(stamp)
  return builtAt > 0 && sources.every((source) => newestChange(join(projectDir, source)) < builtAt)
}

function newestChange(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats?.isDirectory()) return stats?.mtimeMs ?? 0
  const inside = readdirSync(path).map((name) => newestChange(join(path, name)))
  return Math.max(stats.mtimeMs, ...inside)
}

const changedAt = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0

if (import.meta.main) process.exitCode = await buildBundles({ isForced: true })
