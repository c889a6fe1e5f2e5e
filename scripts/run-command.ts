import { spawn } from 'node:child_process'
import { projectDir } from './paths.ts'

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Ends the command after so long; its exit code is then 124, as that of `timeout`. */
  readonly limitMs?: number
  /** Hides standard error, for a tool whose failure we tell in our own words. */
  readonly hidesErrors?: boolean
}

/** Runs a command in the project's folder with its output shown; resolves with its exit code, 127 when it cannot start. */
export function runCommand(command: string, args: readonly string[], options: CommandOptions = {}): Promise<number> {
  return new Promise((resolve) => {
    const errors = options.hidesErrors === true ? 'ignore' : 'inherit'
    const child = spawn(command, args, {
      cwd: projectDir,
      env: { ...process.env, ...options.env },
      stdio: ['inherit', 'inherit', errors],
    })
    let isOverdue = false
    const timer =
      options.limitMs === undefined
        ? undefined
        : setTimeout(() => {
            isOverdue = true
            child.kill('SIGKILL')
          }, options.limitMs)
    const passOn = (signal: NodeJS.Signals): void => void child.kill(signal)
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, passOn)
    const finish = (code: number): void => {
      clearTimeout(timer)
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, passOn)
      resolve(isOverdue ? 124 : code)
    }
    child.once('error', () => finish(127))
    child.once('close', (code) => finish(code ?? 1))
  })
}

/** Runs a JavaScript or TypeScript file on this same Node. */
export const runNode = (args: readonly string[], options?: CommandOptions): Promise<number> =>
  runCommand(process.execPath, args, options)
