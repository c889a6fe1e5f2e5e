import { sql, type Kysely, type OperationNode, type RawBuilder } from 'kysely'
import { keptPreparedAndCommitted } from './kept-statements.ts'
import type { Tables } from './tables.ts'

/** A statement that changes rows, made by a repository and not yet run. */
export interface Write {
  toOperationNode(): OperationNode
  execute(): Promise<unknown>
}

/**
 * Runs several changes as one statement, in one round trip. None of them sees what the others do, and their order is open,
 * so that no two may touch the same row; foreign keys are checked when all are done. `last` is done after them, on the
 * condition it is given, which holds when they are: it may take a lock for which others wait. The transaction is committed
 * along with it: nothing may follow.
 */
export async function writeAndCommit(
  tx: Kysely<Tables>,
  writes: readonly Write[],
  last: (areDone: RawBuilder<boolean>) => Write,
): Promise<void> {
  const names = writes.map((_, index) => sql.id(`write_${index + 1}`))
  const steps = writes.map((write, index) => sql`${names[index]} as (${write} returning 1)`)
  // Whoever counts what a change returns has to wait for all of it.
  const counts = names.map((name) => sql`(select count(*) from ${name})`)
  const areDone = sql<boolean>`${sql.join(counts, sql` + `)} >= 0`
  await sql`with ${sql.join(steps)} ${last(areDone)} ${keptPreparedAndCommitted}`.execute(tx)
}
