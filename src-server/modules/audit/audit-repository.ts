import type { Insertable, Kysely } from 'kysely'
import type { Tables } from '../../database/tables.ts'

export type AuditRow = Insertable<Tables['audit_events']>

/** The audit trail in the database, which refuses every change of a row once it is there. */
export const createAuditRepository = (db: Kysely<Tables>) => ({
  insert: async (row: AuditRow): Promise<void> => {
    await db.insertInto('audit_events').values(row).execute()
  },
})
