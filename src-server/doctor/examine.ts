import { AppError, errorText } from '../../src-shared/errors/catalogue.ts'
import type { Configuration } from '../config/read-configuration.ts'
import { hasEmbeddedDatabase } from '../database/embedded-database.ts'
import { openDirectory } from '../directory/open-directory.ts'
import { openDatabase, type OpenDatabase } from '../database/open-database.ts'
import { checkCertificate } from './check-certificate.ts'
import { checkDataDirectory } from './check-data-directory.ts'
import { checkDatabase, countUnsentNotices } from './check-database.ts'
import { checkDirectories, checkMirrors } from './check-directories.ts'
import { checkMailer } from './check-mailer.ts'
import { fail, nameError, ok, warn, type Finding } from './finding.ts'

export interface ExaminationOptions {
  readonly clock: () => Date
  /** Login ID of the one account in a directory that may be written to; nothing is changed when left out. */
  readonly writeCheck?: string | undefined
}

/** Looks at everything that a server of this configuration stands on, and changes nothing of it but what was asked for. */
export async function* examine(
  configuration: Configuration,
  { clock, writeCheck }: ExaminationOptions,
): AsyncGenerator<Finding> {
  yield* await checkDataDirectory(configuration.dataDir)
  yield checkCertificate(configuration.tls, clock())
  const [reached, database] = await reachDatabase(configuration)
  yield reached
  try {
    if (database) yield* await checkDatabase({ ...database, clock })
    yield* checkDirectories(configuration, { open: openDirectory, writeCheck })
    if (database) yield* await checkMirrors(database.db, clock()).catch(() => [])
    yield await checkMailer(configuration.mail, database ? await countUnsentNotices(database.db) : undefined)
  } finally {
    await database?.close()
  }
}

const what = 'database'

async function reachDatabase({ database, dataDir }: Configuration): Promise<[Finding, OpenDatabase?]> {
  if (database.kind === 'embedded' && !hasEmbeddedDatabase(dataDir)) {
    return [warn(what, 'the embedded one is not there yet', 'The first start makes it')]
  }
  try {
    const opened = await openDatabase(database)
    return [ok(what, database.kind === 'embedded' ? 'the embedded one, for one server process' : 'reached'), opened]
  } catch (error) {
    return [describeUnreached(error)]
  }
}

function describeUnreached(error: unknown): Finding {
  if (!(error instanceof AppError)) return fail(what, `cannot be opened (${nameError(error)})`, 'See its log')
  if (error.code === 'data_directory_in_use') {
    return warn(what, 'in use by a running server', 'Ask its /readyz, or stop it to have the database checked')
  }
  const { what: found, next } = errorText(error.code, 'en')
  return fail(what, `${found.replace(/\.$/, '')} (${nameError(error.cause ?? error)})`, next.replace(/\.$/, ''))
}
