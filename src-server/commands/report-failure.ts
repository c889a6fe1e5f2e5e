import { AppError, errorText } from '../../src-shared/errors/catalogue.ts'
import { exitCodes } from './command.ts'
import type { Terminal } from './terminal.ts'

/** Says what went wrong and what to do, without stack traces; resolves with the exit code. */
export function reportFailure(error: unknown, terminal: Terminal): number {
  if (!(error instanceof AppError)) {
    terminal.tell(`failed: ${error instanceof Error ? error.message : 'unknown'}`)
    return exitCodes.failed
  }
  const { what, next } = errorText(error.code, 'en')
  terminal.tell(`${error.code}: ${what}`)
  for (const { path, message } of error.facts.fields ?? []) terminal.tell(`  ${path}: ${message}`)
  for (const line of error.facts.detail?.split('\n') ?? []) terminal.tell(`  ${line}`)
  terminal.tell(next)
  return error.code === 'usage' || error.code === 'configuration_invalid' ? exitCodes.misused : exitCodes.failed
}
