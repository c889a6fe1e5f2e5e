import type { Terminal } from './terminal.ts'

/** One command of `saihakko-server`: takes the arguments after its name and resolves with the exit code. */
export interface Command {
  /** One line for the list of commands. */
  readonly summary: string
  /** The full text of `--help`. */
  readonly help: string
  run(args: readonly string[], terminal: Terminal): Promise<number>
}

export const exitCodes = { done: 0, failed: 1, misused: 2 } as const
