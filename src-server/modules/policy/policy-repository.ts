import type { Kysely, Selectable, Updateable } from 'kysely'
import type { Tables } from '../../database/tables.ts'

export type PolicyRow = Selectable<Tables['policy']>

/** The one row of rules; a migration inserted it. */
export const createPolicyRepository = (db: Kysely<Tables>) => ({
  read: (): Promise<PolicyRow> => db.selectFrom('policy').selectAll().executeTakeFirstOrThrow(),

  /** The rules, kept from changing until the transaction ends. */
  lock: (): Promise<PolicyRow> => db.selectFrom('policy').selectAll().forUpdate().executeTakeFirstOrThrow(),

  update: async (changes: Updateable<Tables['policy']>): Promise<void> => {
    await db.updateTable('policy').set(changes).execute()
  },
})
