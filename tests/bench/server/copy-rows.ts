import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from } from 'pg-copy-streams'
import { z } from 'zod'
import type { ImportFiles } from './import-files.ts'

const indexSchema = z.array(z.object({ name: z.string(), definition: z.string() }))

/**
 * The least that it takes to get the rows in, in one transaction. With the indexes in place, row by row, COPY would be the
 * slower of the two; so those that no constraint needs are made afterwards, as in the import and with as much memory.
 */
export async function copyRows(url: string, files: ImportFiles): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const copy = (target: string, file: string): Promise<void> =>
    pipeline(createReadStream(file), client.query(from(`copy ${target} from stdin`)))
  try {
    const found = await client.query(`
      select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
      where indrelid = 'users'::regclass and not exists (select from pg_constraint where conindid = indexrelid)`)
    const indexes = indexSchema.parse(found.rows)
    await client.query('begin')
    await client.query("set local maintenance_work_mem = '256MB'")
    for (const { name } of indexes) await client.query(`drop index ${name}`)
    await copy('members (member_id, member_name, created_at)', files.members)
    await copy(
      'users (member_id, user_id, login_id, user_name, role, phone, fax, email, state, registered_at)',
      files.users,
    )
    for (const { definition } of indexes) await client.query(definition)
    await client.query('commit')
  } finally {
    await client.end()
  }
}
