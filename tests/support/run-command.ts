import { runCommandLine } from '../../src-server/cli.ts'

export interface CommandRun {
  readonly code: number
  /** What was printed, line by line. */
  readonly printed: readonly string[]
  /** What was told to the person at the terminal, line by line. */
  readonly told: readonly string[]
}

/** Runs one command in this process, as `saihakko-server` would. */
export async function runCommand(args: readonly string[], env: NodeJS.ProcessEnv, input = ''): Promise<CommandRun> {
  const printed: string[] = []
  const told: string[] = []
  const code = await runCommandLine(args, {
    env,
    stdin: toBytes(input),
    print: (line) => void printed.push(line),
    printText: (text) => void printed.push(...text.split('\n')),
    tell: (line) => void told.push(line),
    showProgress: () => {},
    clearProgress: () => {},
  })
  return { code, printed, told }
}

async function* toBytes(text: string): AsyncIterable<Uint8Array> {
  yield Buffer.from(text)
}
