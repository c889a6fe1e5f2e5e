import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorText } from '../../../src-shared/errors/catalogue.ts'
import { openDatabase } from '../../../src-server/database/open-database.ts'
import { startPostgresServer, type PostgresServer } from '../../support/postgres-server.ts'

describe('PostgreSQL', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgresServer()
    await server.run('drop database if exists unsuitable')
    await server.run("create database unsuitable template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'")
    await server.run('drop database if exists latin')
    await server.run("create database latin template template0 encoding 'LATIN1' lc_collate 'C' lc_ctype 'C'")
    await server.run('drop database if exists suitable')
    await server.run("create database suitable template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8'")
  })
  afterAll(async () => {
    for (const name of ['unsuitable', 'latin', 'suitable'])
      await server?.run(`drop database if exists ${name} with (force)`)
    await server?.stop()
  })

  it.each(['unsuitable', 'latin'])('is refused when its characters make Japanese unsearchable (%s)', async (name) => {
    const attempt = openDatabase({ kind: 'postgres', url: server.urlOf(name) })
    await expect(attempt).rejects.toMatchObject({ code: 'database_unsuitable' })
    // What the command prints next to it: how to make one that is suitable.
    for (const language of ['ja', 'en'] as const)
      expect(errorText('database_unsuitable', language).next).toMatch(
        /CREATE DATABASE .*LC_CTYPE 'C\.UTF-8'.*TEMPLATE template0/,
      )
  })

  it('that is not there is said to be so, without the password of its URL', async () => {
    const attempt = openDatabase({ kind: 'postgres', url: 'postgres://somebody:s3cret-canary@127.0.0.1:1/x' })
    const error: unknown = await attempt.catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'database_unavailable' })
    expect(JSON.stringify([error, Object(error).facts, String(error)])).not.toContain('s3cret-canary')
  })

  it('gets limits on every connection', async () => {
    const { db, close } = await openDatabase({ kind: 'postgres', url: server.urlOf('suitable') })
    try {
      const { rows } =
        await sql`select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
        current_setting('idle_in_transaction_session_timeout') as idle, current_setting('jit') as jit`.execute(db)
      expect(rows).toEqual([{ statement: '30s', lock: '10s', idle: '1min', jit: 'off' }])
    } finally {
      await close()
    }
  })
})
