import { migrateToLatest } from '../../src-server/database/migrate.ts'
import { openDatabase } from '../../src-server/database/open-database.ts'

/** Run as a process: writes members into an embedded database and prints each number once it is acknowledged, for ever. */
const [dataDir = '', prefix = ''] = process.argv.slice(2)
const { db } = await openDatabase({ kind: 'embedded', dataDir })
await migrateToLatest(db)
for (let number = 0; ; number += 1) {
  const created = { member_name: 'x'.repeat(200), created_at: new Date() }
  // Every other pair in one transaction: both or none.
  await db.transaction().execute(async (transaction) => {
    await transaction
      .insertInto('members')
      .values({ member_id: `${prefix}-${number}-a`, ...created })
      .execute()
    await transaction
      .insertInto('members')
      .values({ member_id: `${prefix}-${number}-b`, ...created })
      .execute()
  })
  process.stdout.write(`${number}\n`)
}
