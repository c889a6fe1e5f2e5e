import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

export interface StartedProcess {
  readonly child: ChildProcess
  /** As its line `listening on URL` says. */
  readonly url: string
  end(): Promise<void>
}

/** Starts Node with a channel to it. It logs as in earnest, to a file: through a pipe this process would have to read it. */
export async function startProcess(
  args: readonly string[],
  { log, env = {} }: { readonly log: string; readonly env?: NodeJS.ProcessEnv },
): Promise<StartedProcess> {
  const file = openSync(log, 'a')
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', file, 'ipc'],
  })
  closeSync(file)
  const output = child.stdout
  if (!output) throw new Error('no standard output')
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: output }).on('line', (line) => {
      const found = /^listening on (\S+)$/.exec(line)?.[1]
      if (found !== undefined) resolve(found)
    })
    child.once('exit', () => reject(new Error(`the process ended: ${readFileSync(log, 'utf8')}`)))
  })
  return {
    child,
    url,
    async end() {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}
