import { sql, type Kysely, type OperationNode } from 'kysely'
import { keptPrepared } from './kept-statements.ts'
import type { Tables } from './tables.ts'

/** A statement that changes rows, made by a repository and not yet run. */
export interface Write {
  toOperationNode(): OperationNode
  execute(): Promise<unknown>
}

/**
 * Runs several changes as one statement, in one round trip. None of them sees what the others do, and their order is open,
 * so that no two may touch the same row; foreign keys are checked when all are done.
 */
export async function writeTogether(db: Kysely<Tables>, writes: readonly Write[]): Promise<void> {
  const steps = writes.map((write, index) => sql`${sql.id(`write_${index + 1}`)} as (${write})`)
  await sql`with ${sql.join(steps)} select ${keptPrepared}`.execute(db)
}
