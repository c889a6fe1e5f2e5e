import { readConfiguration } from '../config/read-configuration.ts'
import { prepareDataDirectory } from '../database/prepare-data-directory.ts'
import { migrateToLatest } from '../database/migrate.ts'
import { openDatabase } from '../database/open-database.ts'
import { exitCodes, type Command } from './command.ts'
import { withProgress } from './open-configured-database.ts'
import { configOption, parseArguments } from './parse-arguments.ts'

export const migrateCommand: Command = {
  summary: 'migrate                          bring the database up to date',
  help: `saihakko-server migrate [--config FILE]

Brings the database up to date, in one transaction, and prints the migrations that ran. Several may run at once: one works,
the others wait.`,

  async run(args, terminal) {
    const { values } = parseArguments(args, configOption, 0)
    const configuration = readConfiguration(terminal.env, values.config)
    if (configuration.database.kind === 'embedded') prepareDataDirectory(configuration.dataDir)
    const database = await openDatabase(withProgress(configuration.database, terminal))
    try {
      const names = await migrateToLatest(database.db)
      terminal.clearProgress()
      for (const name of names) terminal.print(`migrated ${name}`)
      if (names.length === 0) terminal.print('the database is up to date')
    } finally {
      await database.close()
    }
    return exitCodes.done
  },
}
