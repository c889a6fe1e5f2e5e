import type { Kysely } from 'kysely'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import type { Tables } from '../../database/tables.ts'
import { commandOrigin, createAuditService } from '../audit/audit-service.ts'
import { createPolicyRepository, type PolicyRow } from './policy-repository.ts'
import { findContradictions, nameOfColumn, policyColumns, readPolicyChanges } from './policy-settings-schema.ts'

/** One rule as operators read it. */
export interface NamedRule {
  readonly name: string
  /** As it would be set; `none` for an address that there is not. */
  readonly value: string
}

export interface ChangedRule extends NamedRule {
  readonly before: string
}

/** All rules of the deployment. */
export async function listRules(db: Kysely<Tables>): Promise<NamedRule[]> {
  const row = await createPolicyRepository(db).read()
  return policyColumns.map((column) => ({ name: nameOfColumn(column), value: textOf(row[column]) }))
}

/**
 * Sets rules from assignments `name=value`, all or none, each change an event with the value before and after (P21).
 * Resolves with what changed. Throws AppError `usage` with every problem.
 */
export function changePolicy(
  db: Kysely<Tables>,
  assignments: readonly string[],
  clock: () => Date,
): Promise<ChangedRule[]> {
  const { changes, problems } = readPolicyChanges(assignments)
  return db.transaction().execute(async (tx) => {
    const policy = createPolicyRepository(tx)
    const before = await policy.lock()
    const after: PolicyRow = Object.assign({ ...before }, changes)
    const wrong = [...problems, ...findContradictions(after)]
    if (wrong.length > 0) throw new AppError('usage', { fields: wrong })
    const changed = policyColumns
      .filter((column) => before[column] !== after[column])
      .map((column) => ({
        name: nameOfColumn(column),
        before: textOf(before[column]),
        value: textOf(after[column]),
      }))
    if (changed.length > 0) await policy.update(changes)
    const audit = createAuditService(clock)
    for (const { name, before: from, value: to } of changed) {
      const details = { rule: name, from, to }
      await audit.append(tx, { action: 'change_policy', outcome: 'done', origin: commandOrigin, details })
    }
    return changed
  })
}

const textOf = (value: PolicyRow[keyof PolicyRow]): string => (value === null ? 'none' : String(value))
