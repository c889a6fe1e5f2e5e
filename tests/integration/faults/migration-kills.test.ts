import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { randomUUID } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../../src-server/database/open-database.ts'
import { countRounds, isNightly, reportFault } from '../../support/fault-rounds.ts'
import { startPostgresServer, type PostgresServer } from '../../support/postgres-server.ts'
import { inProject } from '../../support/project.ts'

let postgres: PostgresServer
const made: string[] = []
beforeAll(async () => {
  postgres = await startPostgresServer()
})
afterAll(async () => {
  for (const name of made) await postgres.run(`drop database if exists ${name} with (force)`)
  await postgres.stop()
})

async function createEmptyDatabase(): Promise<string> {
  const name = `migrated_${randomUUID().replaceAll('-', '')}`
  await postgres.run(`create database ${name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8'`)
  made.push(name)
  return postgres.urlOf(name)
}

/** Runs `migrate`, killed at a point unless that is 0. */
async function migrate(databaseUrl: string, point: number) {
  const hook = pathToFileURL(inProject('tests', 'support', 'fault-points.ts')).href
  const child = spawn(process.execPath, ['--import', hook, inProject('src-server', 'cli.ts'), 'migrate'], {
    env: { ...process.env, SAIHAKKO_DATABASE_URL: databaseUrl, SAIHAKKO_FAULT_POINT: String(point) },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const [errors] = await Promise.all([text(child.stderr), once(child, 'exit')])
  return { signal: child.signalCode, code: child.exitCode, points: Number(/fault points: (\d+)/.exec(errors)?.[1]) }
}

/** Tables, columns and functions that are there. */
async function readSchema(url: string): Promise<unknown[]> {
  const { db, close } = await openDatabase({ kind: 'postgres', url })
  const { rows } = await sql`
    select table_name || '.' || column_name || ' ' || data_type as item from information_schema.columns
      where table_schema = 'public'
    union all select proname || md5(prosrc) from pg_proc where pronamespace = 'public'::regnamespace
    union all select tgname from pg_trigger where not tgisinternal
    union all select name from kysely_migration order by 1`.execute(db)
  await close()
  return rows
}

describe('kill -9 of the command migrate at any of its awaits (R10, R13)', () => {
  it('leaves nothing or everything; the next run makes it whole', { timeout: 3_600_000 }, async ({ skip }) => {
    if (!isNightly) skip('migrates again and again: npm run nightly')
    const whole = await createEmptyDatabase()
    const { points, code } = await migrate(whole, 0)
    expect(code).toBe(0)
    expect(points).toBeGreaterThan(100)
    const expected = await readSchema(whole)
    const count = countRounds({ test: 1, nightly: 30 })
    let kills = 0
    for (let index = 0; index < count; index += 1) {
      const url = await createEmptyDatabase()
      const ending = await migrate(url, Math.ceil(((index + 0.5) * points) / count))
      kills += ending.signal === 'SIGKILL' ? 1 : 0
      expect((await migrate(url, 0)).code).toBe(0)
      expect(await readSchema(url)).toEqual(expected)
    }
    expect(kills).toBeGreaterThanOrEqual(Math.max(1, count - 1))
    reportFault({
      fault: 'kill -9 of the command migrate',
      where: 'at its awaits, PostgreSQL',
      times: kills,
      details: { points },
    })
  })
})
