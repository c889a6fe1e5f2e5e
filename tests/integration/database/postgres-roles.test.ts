import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { assertRolesGranted } from '../../../src-server/database/database-roles.ts'
import { assertMigrated, migrateToLatest } from '../../../src-server/database/migrate.ts'
import type { OpenDatabase } from '../../../src-server/database/open-database.ts'
import { openPostgresDatabase } from '../../../src-server/database/postgres-database.ts'
import { startPostgresServer, type PostgresServer } from '../../support/postgres-server.ts'

const unique = randomUUID().slice(0, 8)
const [login, serving, name] = [`saihakko_test_${unique}`, `saihakko_serve_${unique}`, `roles_${unique}`]

describe('PostgreSQL’s roles and a login of little power (P24)', () => {
  let server: PostgresServer
  let database: OpenDatabase | undefined

  beforeAll(async () => {
    server = await startPostgresServer()
    await server.run(`create role ${login} login password 'x'`)
    await server.run(
      `create database ${name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8' owner ${login}`,
    )
  })
  afterEach(async () => {
    await database?.close()
    database = undefined
  })
  afterAll(async () => {
    await server?.run(`drop database if exists ${name} with (force)`)
    await server?.run(`drop role if exists ${login}, ${serving}`)
    await server?.stop()
  })

  const openAs = async (username: string): Promise<OpenDatabase> => {
    const url = new URL(server.urlOf(name))
    url.username = username
    url.password = 'x'
    database = await openPostgresDatabase({ kind: 'postgres', url: url.href, maxConnections: 2 })
    return database
  }

  it('a login that may neither make the roles nor act as them is told what an administrator must run', async () => {
    // Whoever ran another test first has made them; this login was given nothing.
    for (const role of ['saihakko_server', 'saihakko_member'])
      await server.run(`do $$ begin create role ${role} nologin; exception when duplicate_object then null; end $$`)
    const { db } = await openAs(login)
    const error: unknown = await migrateToLatest(db).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'database_roles_missing' })
    expect(Object(error).facts.detail).toMatch(
      /CREATE ROLE saihakko_server NOLOGIN;.*GRANT saihakko_server, saihakko_member TO/,
    )
  })

  it('nothing runs on a connection that cannot be brought into its scope', async () => {
    const { databases, db } = await openAs(login)
    await sql`create table if not exists touched (n int)`.execute(db)
    await expect(assertRolesGranted(databases)).rejects.toMatchObject({ code: 'database_roles_missing' })
    for (const scoped of [databases.server, databases.forMember('M-A')]) {
      await expect(sql`insert into touched values (1)`.execute(scoped)).rejects.toMatchObject({ code: '42501' })
    }
    expect((await sql`select * from touched`.execute(db)).rows).toEqual([])
  })

  it('with the roles granted it migrates, serves, and still cannot change the audit as the service', async () => {
    await server.run(`grant saihakko_server, saihakko_member to ${login}`)
    const { db, databases } = await openAs(login)
    await migrateToLatest(db)
    await expect(assertRolesGranted(databases)).resolves.toBeUndefined()
    await sql`insert into audit_events (at, action, outcome, details) values (now(), 'x', 'done', '{}')`.execute(
      databases.server,
    )
    await expect(sql`delete from audit_events`.execute(databases.server)).rejects.toMatchObject({ code: '42501' })
    expect((await sql`select action from audit_events`.execute(databases.server)).rows).toEqual([{ action: 'x' }])
  })

  it('the service may have a login that owns nothing: then no SQL of its own changes the audit or the schema', async () => {
    await server.run(`create role ${serving} login password 'x' in role saihakko_server, saihakko_member`)
    const { db, databases } = await openAs(serving)
    await expect(assertMigrated(db)).resolves.toBeUndefined()
    await expect(assertRolesGranted(databases)).resolves.toBeUndefined()
    for (const statement of [
      'delete from audit_events',
      'alter table users disable row level security',
      'drop table policy',
    ])
      await expect(sql.raw(`set role none; ${statement}`).execute(databases.server)).rejects.toMatchObject({
        code: '42501',
      })
  })
})
