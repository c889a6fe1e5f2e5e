import { open } from 'node:fs/promises'
import { AppError } from '../../src-shared/errors/catalogue.ts'
import { readConfiguration } from '../config/read-configuration.ts'
import type { ImportProblems } from '../modules/members/import-problem.ts'
import type { ImportOptions, ImportOutcome } from '../modules/members/import-service.ts'
import { exitCodes } from './command.ts'
import { useDatabase } from './open-configured-database.ts'
import { configOption, parseArguments } from './parse-arguments.ts'
import type { Terminal } from './terminal.ts'

/** Runs `… FILE.csv [--dry-run]` and resolves with the exit code; `summarise` says what was imported. */
export async function runImportCommand<Counts>(
  args: readonly string[],
  terminal: Terminal,
  importFile: (options: ImportOptions) => Promise<ImportOutcome<Counts>>,
  summarise: (counts: Counts) => string,
): Promise<number> {
  const { values, positionals } = parseArguments(args, { ...configOption, 'dry-run': { type: 'boolean' } }, 1)
  const isDryRun = values['dry-run'] === true
  const configuration = readConfiguration(terminal.env, values.config)
  const file = await openFile(positionals[0] ?? '')
  try {
    const outcome = await useDatabase(configuration, terminal, ({ db }) =>
      importFile({
        db,
        chunks: file.createReadStream({ autoClose: false }),
        clock: () => new Date(),
        isDryRun,
        onProgress: (rows) => terminal.showProgress(`${rows} rows read …`),
      }),
    )
    terminal.clearProgress()
    if (!outcome.imported) return tellProblems(outcome.problems, terminal)
    terminal.print(`${isDryRun ? 'would have imported' : 'imported'} ${summarise(outcome)}`)
    return exitCodes.done
  } finally {
    await file.close()
  }
}

async function openFile(path: string) {
  try {
    return await open(path, 'r')
  } catch (cause) {
    throw new AppError('file_unreadable', { detail: path }, { cause })
  }
}

function tellProblems({ first, count }: ImportProblems, terminal: Terminal): number {
  for (const { line, column, what } of first) terminal.tell(`line ${line}: ${column}: ${what}`)
  if (count > first.length) terminal.tell(`… and ${count - first.length} more`)
  terminal.tell(`nothing imported: ${count} ${count === 1 ? 'error' : 'errors'}`)
  return exitCodes.failed
}
