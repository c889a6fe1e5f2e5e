import { sql, type Kysely, type Transaction } from 'kysely'
import type { Tables } from '../../database/tables.ts'
import { commandOrigin, createAuditService, type AuditAction } from '../audit/audit-service.ts'
import {
  createProblemList,
  UnreadableFile,
  type ImportProblem,
  type ImportProblems,
  type ProblemList,
} from './import-problem.ts'
import { readImportedRows, type ImportedRow, type ImportFormat } from './read-imported-rows.ts'

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

export type ImportOutcome<Counts> =
  ({ readonly imported: true } & Counts) | { readonly imported: false; readonly problems: ImportProblems }

/** One kind of file, and what becomes of it. */
export interface ImportKind<Column extends string, Row, Counts> {
  readonly format: ImportFormat<Column, Row>
  readonly action: AuditAction
  /** The tables that it fills. */
  readonly tables: readonly (keyof Tables)[]
  openStaging(transaction: Transaction<Tables>): ImportStaging<Column, Row, Counts>
}

/** The rows of one import in a table of its own transaction. */
export interface ImportStaging<Column, Row, Counts> {
  prepare(): Promise<void>
  insertRows(rows: readonly ImportedRow<Row>[]): Promise<void>
  /** What only the file as a whole, or the database, can tell. */
  findProblems(): Promise<{ readonly first: readonly ImportProblem[]; readonly count: number }>
  /** Writes it all, and counts: for the person at the terminal, and for the audit. Columns that the file lacks stay. */
  merge(
    columns: readonly Column[],
    at: Date,
  ): Promise<{ readonly counts: Counts; readonly details: Readonly<Record<string, number>> }>
}

const batchRows = 2000

/** Imports a CSV file: everything or nothing, in one transaction, and in bounded memory however long the file is. */
export async function runImport<Column extends string, Row, Counts>(
  options: ImportOptions,
  kind: ImportKind<Column, Row, Counts>,
): Promise<ImportOutcome<Counts>> {
  const { db, isDryRun } = options
  const rollback = new Error('rolled back on purpose')
  let outcome: ImportOutcome<Counts> | undefined
  try {
    await db.transaction().execute(async (transaction) => {
      outcome = await importWithin(transaction, options, kind)
      if (!outcome.imported || isDryRun) throw rollback
    })
  } catch (error) {
    if (error !== rollback) throw error
  }
  if (!outcome) throw new Error('the import gave no outcome')
  // Statistics from before would make the first searches guess; the lists of the search index are put in order, too.
  if (outcome.imported && !isDryRun) for (const table of kind.tables) await sql`analyze ${sql.table(table)}`.execute(db)
  return outcome
}

async function importWithin<Column extends string, Row, Counts>(
  transaction: Transaction<Tables>,
  options: ImportOptions,
  { format, action, openStaging }: ImportKind<Column, Row, Counts>,
): Promise<ImportOutcome<Counts>> {
  const problems = createProblemList()
  const staging = openStaging(transaction)
  await staging.prepare()
  const columns = await stageRows(staging, options, format, problems)
  if (columns.length > 0) {
    const found = await staging.findProblems()
    problems.addCounted(found.first, found.count)
  }
  const result = problems.read()
  if (result.count > 0) return { imported: false, problems: result }
  const { counts, details } = await staging.merge(columns, options.clock())
  await createAuditService(options.clock).append(transaction, {
    action,
    outcome: 'done',
    origin: commandOrigin,
    details,
  })
  return { imported: true, ...counts }
}

/**
 * Reads the file into the staging table and resolves with its columns; none when the header is wrong. The database takes one
 * batch in while the next one is read, and no more than that waits.
 */
async function stageRows<Column extends string, Row>(
  staging: Pick<ImportStaging<Column, Row, unknown>, 'insertRows'>,
  { chunks, onProgress }: ImportOptions,
  format: ImportFormat<Column, Row>,
  problems: ProblemList,
): Promise<readonly Column[]> {
  let batch: ImportedRow<Row>[] = []
  let rows = 0
  let sent = Promise.resolve()
  const send = async (full: readonly ImportedRow<Row>[]): Promise<void> => {
    await staging.insertRows(full)
    rows += full.length
    onProgress?.(rows)
  }
  const flush = async (): Promise<void> => {
    const full = batch
    batch = []
    await sent
    if (full.length === 0) return
    sent = send(full)
    // Told by who waits for it, which comes later: until then nobody would have asked for its failure.
    sent.catch(() => {})
  }
  try {
    const file = await readImportedRows(chunks, format, problems.add)
    if (!file) return []
    try {
      for await (const some of file.rows) for (const row of some) if (batch.push(row) >= batchRows) await flush()
    } catch (error) {
      // What was read up to there is still checked as a whole: its problems are told in the same go.
      if (!(error instanceof UnreadableFile)) throw error
      problems.add(error.problem)
    }
    await flush()
    await sent
    return file.columns
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    problems.add(error.problem)
    return []
  } finally {
    // Nothing of it may come after the transaction is rolled back.
    await Promise.allSettled([sent])
  }
}
