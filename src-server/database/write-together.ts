import { sql, type Kysely, type OperationNode, type RawBuilder } from 'kysely'
import { keepParts, valueOfPart, type RunParts, type ValueOf } from './keep-query.ts'
import { keptPreparedAndCommitted } from './kept-statements.ts'
import type { Tables } from './tables.ts'

interface Part {
  toOperationNode(): OperationNode
}

/** A statement that changes rows, made by a repository and not yet run. */
export interface Write extends Part {
  execute(): Promise<unknown>
  /** Where its text is the same whatever its values are: how it is built as one of several parts, and these values. */
  readonly kept?: { readonly build: BuildPart; readonly values: object }
}

type BuildPart = (db: Kysely<Tables>, part: number) => Part

/** A write that is not built anew each time when all with which it is written (`writeAndCommit`) are such. */
export function keepWrite<Values extends object>(
  build: (db: Kysely<Tables>, value: ValueOf<Values>) => Pick<Write, 'toOperationNode' | 'execute'>,
): (db: Kysely<Tables>, values: Values) => Write {
  const buildPart: BuildPart = (db, part) => build(db, valueOfPart(part))
  return (db, values) => {
    const buildNow = () => build(db, (name) => sql`${values[name]}`)
    return {
      toOperationNode: () => buildNow().toOperationNode(),
      execute: () => buildNow().execute(),
      kept: { build: buildPart, values },
    }
  }
}

/** Always the same function for the same text. */
export type BuildLast<Values> = (value: ValueOf<Values>, areDone: RawBuilder<boolean>) => Part

/**
 * Runs several changes as one statement, in one round trip. None of them sees what the others do, and their order is open,
 * so that no two may touch the same row; foreign keys are checked when all are done. `last` is done after them, on the
 * condition it is given, which holds when they are: it may take a lock for which others wait. The transaction is committed
 * along with it: nothing may follow.
 */
export async function writeAndCommit<Values extends object>(
  tx: Kysely<Tables>,
  writes: readonly Write[],
  last: BuildLast<Values>,
  values: Values,
): Promise<void> {
  const kept = writes.flatMap((write) => write.kept ?? [])
  if (kept.length < writes.length) {
    await join(writes, (areDone) => last((name) => sql`${values[name]}`, areDone)).execute(tx)
    return
  }
  const builds = kept.map(({ build }) => build)
  const branch = [last, ...builds].reduce<Branch>((found, build) => found.next(build), statements)
  branch.run ??= keepParts((db) =>
    join(
      builds.map((build, part) => build(db, part)),
      (areDone) => last(valueOfPart(builds.length), areDone),
    ).compile(db),
  )
  await branch.run(tx, [...kept.map((part) => part.values), values])
}

/** The statements built so far, by what they were built of. */
interface Branch {
  run?: RunParts<unknown>
  next(build: object): Branch
}
const statements = createBranch()

function createBranch(): Branch {
  const branches = new Map<object, Branch>()
  return {
    next(build) {
      const known = branches.get(build) ?? createBranch()
      branches.set(build, known)
      return known
    },
  }
}

function join(writes: readonly Part[], last: (areDone: RawBuilder<boolean>) => Part): RawBuilder<unknown> {
  const names = writes.map((_, index) => sql.id(`write_${index + 1}`))
  const steps = writes.map((write, index) => sql`${names[index]} as (${write} returning 1)`)
  // Whoever counts what a change returns has to wait for all of it.
  const counts = names.map((name) => sql`(select count(*) from ${name})`)
  const areDone = sql<boolean>`${sql.join(counts, sql` + `)} >= 0`
  return sql`with ${sql.join(steps)} ${last(areDone)} ${keptPreparedAndCommitted}`
}
