import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'
import { AppError } from '../../src-shared/errors/catalogue.ts'

/**
 * Reads arguments strictly; an unknown option is refused (`usage`). Nothing of what was given is repeated in the message: a
 * password in the wrong place stays off the screen (P22).
 */
export function parseArguments<const Options extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: Options,
  positionals: number | 'any',
) {
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: positionals !== 0, strict: true })
    const isRight = positionals === 'any' || parsed.positionals.length === positionals
    if (!isRight) throw new AppError('usage', { detail: 'wrong number of arguments' })
    return parsed
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('usage', { detail: describeMisuse(cause, Object.keys(options)) })
  }
}

/** What Node refused, in words of our own: its message quotes the argument. */
function describeMisuse(error: unknown, names: readonly string[]): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL') return 'wrong number of arguments'
  const known = names.map((name) => `--${name}`).join(', ')
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `unknown option; there are ${known}`
  return `an option lacks its value, or has one too many; there are ${known}`
}

/** Every command takes it. */
export const configOption = { config: { type: 'string' } } as const
