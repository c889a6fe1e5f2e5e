import type { Kysely, Selectable } from 'kysely'
import type { Tables } from '../../database/tables.ts'

export type PolicyRow = Selectable<Tables['policy']>

/** The one row of rules; a migration inserted it. */
export const createPolicyRepository = (db: Kysely<Tables>) => ({
  read: (): Promise<PolicyRow> => db.selectFrom('policy').selectAll().executeTakeFirstOrThrow(),
})
