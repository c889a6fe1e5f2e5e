import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'
import { AppError } from '../../src-shared/errors/catalogue.ts'

/** Reads arguments strictly; an unknown option is refused (`usage`). The values of options are not repeated in the message. */
export function parseArguments<const Options extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: Options,
  positionals: number,
) {
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: positionals > 0, strict: true })
    if (parsed.positionals.length !== positionals) throw new AppError('usage', { detail: 'wrong number of arguments' })
    return parsed
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('usage', { detail: cause instanceof Error ? cause.message : '' }, { cause })
  }
}

/** Every command takes it. */
export const configOption = { config: { type: 'string' } } as const
