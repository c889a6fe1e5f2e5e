import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const projectDir = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
export const inProject = (...parts: readonly string[]): string => join(projectDir, ...parts)

export interface ToolRun {
  readonly code: number | null
  readonly output: string
}

/** Runs one of the project's tools on this Node, in `cwd`, and gives all it printed. */
export function runTool(entry: string, args: readonly string[], cwd: string): ToolRun {
  const { status, stdout, stderr } = spawnSync(process.execPath, [inProject('node_modules', entry), ...args], {
    cwd,
    encoding: 'utf8',
  })
  return { code: status, output: stdout + stderr }
}
