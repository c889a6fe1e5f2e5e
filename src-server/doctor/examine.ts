import { AppError, errorText } from '../../src-shared/errors/catalogue.ts'
import type { Configuration } from '../config/read-configuration.ts'
import { hasEmbeddedDatabase } from '../database/embedded-database.ts'
import { openDatabase, type OpenDatabase } from '../database/open-database.ts'
import { checkCertificate } from './check-certificate.ts'
import { checkDataDirectory } from './check-data-directory.ts'
import { checkDatabase, countUnsentNotices } from './check-database.ts'
import { checkMailer } from './check-mailer.ts'
import { fail, nameError, ok, warn, type Finding } from './finding.ts'

/** Looks at everything that a server of this configuration stands on, and changes nothing of it. */
export async function* examine(configuration: Configuration, clock: () => Date): AsyncGenerator<Finding> {
  yield* await checkDataDirectory(configuration.dataDir)
  yield checkCertificate(configuration.tls, clock())
  const [reached, database] = await reachDatabase(configuration)
  yield reached
  try {
    if (database) yield* await checkDatabase({ ...database, clock })
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
