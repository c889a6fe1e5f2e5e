import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { shortLived } from '../support/embedded-process.ts'
import { inProject } from '../support/project.ts'

export interface ServerCommand {
  readonly args: readonly string[]
  /** What is typed into its standard input. */
  readonly input?: string
}

/** Runs one `saihakko-server` command over a data directory that no server holds. Throws when it fails. */
export async function runServerCommand(dataDir: string, { args, input = '' }: ServerCommand): Promise<void> {
  const running = promisify(execFile)(process.execPath, [...shortLived, inProject('src-server', 'cli.ts'), ...args], {
    env: { ...process.env, SAIHAKKO_DATA_DIR: dataDir },
  })
  running.child.stdin?.end(input)
  await running
}
