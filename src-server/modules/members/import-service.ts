import { sql, type Kysely, type Transaction } from 'kysely'
import type { Tables } from '../../database/tables.ts'
import { commandOrigin, createAuditService } from '../audit/audit-service.ts'
import { createProblemList, UnreadableFile, type ImportProblems, type ProblemList } from './import-problem.ts'
import { createImportRepository } from './import-repository.ts'
import { readImportedUsers, type ImportedRow } from './read-imported-users.ts'

export interface ImportOptions {
  readonly db: Kysely<Tables>
  /** The bytes of the file, in pieces. */
  readonly chunks: AsyncIterable<Uint8Array>
  readonly clock: () => Date
  /** Checks everything and changes nothing. */
  readonly isDryRun: boolean
  /** How many rows have been read. */
  readonly onProgress?: (rows: number) => void
}

export type ImportOutcome =
  | { readonly imported: true; readonly users: number; readonly members: number }
  | { readonly imported: false; readonly problems: ImportProblems }

const batchRows = 2000

/**
 * Imports users from CSV: everything or nothing, in one transaction, and in bounded memory however long the file is.
 * Users that exist (by user ID) are updated; their passwords are left alone.
 */
export async function importUsers(options: ImportOptions): Promise<ImportOutcome> {
  const { db, isDryRun } = options
  const rollback = new Error('rolled back on purpose')
  let outcome: ImportOutcome | undefined
  try {
    await db.transaction().execute(async (transaction) => {
      outcome = await importWithin(transaction, options)
      if (!outcome.imported || isDryRun) throw rollback
    })
  } catch (error) {
    if (error !== rollback) throw error
  }
  if (!outcome) throw new Error('the import gave no outcome')
  // Statistics from before would make the first searches guess; the lists of the search index are put in order, too.
  if (outcome.imported && !isDryRun)
    for (const table of ['members', 'users', 'credentials']) await sql`analyze ${sql.table(table)}`.execute(db)
  return outcome
}

async function importWithin(transaction: Transaction<Tables>, options: ImportOptions): Promise<ImportOutcome> {
  const problems = createProblemList()
  const repository = createImportRepository(transaction)
  await repository.prepare()
  const columns = await stageRows(repository, options, problems)
  if (columns.length > 0) {
    await repository.markNewUsers()
    const found = await repository.findProblems()
    problems.addCounted(found.first, found.count)
  }
  const result = problems.read()
  if (result.count > 0) return { imported: false, problems: result }
  const changes = await repository.countChanges(columns)
  const merged = await repository.merge(columns, options.clock())
  await createAuditService(options.clock).append(transaction, {
    action: 'import_users',
    outcome: 'done',
    origin: commandOrigin,
    details: { ...merged, ...changes },
  })
  return { imported: true, ...merged }
}

/** Reads the file into the staging table and resolves with its columns; none when the header is wrong. */
async function stageRows(
  repository: ReturnType<typeof createImportRepository>,
  { chunks, onProgress }: ImportOptions,
  problems: ProblemList,
) {
  let batch: ImportedRow[] = []
  let rows = 0
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return
    rows += batch.length
    await repository.insertRows(batch)
    batch = []
    onProgress?.(rows)
  }
  try {
    const file = await readImportedUsers(chunks, problems.add)
    if (!file) return []
    try {
      for await (const row of file.rows) {
        batch.push(row)
        if (batch.length >= batchRows) await flush()
      }
    } catch (error) {
      // What was read up to there is still checked as a whole: its problems are told in the same go.
      if (!(error instanceof UnreadableFile)) throw error
      problems.add(error.problem)
    }
    await flush()
    return file.columns
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    problems.add(error.problem)
    return []
  }
}
