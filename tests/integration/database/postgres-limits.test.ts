import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { OpenDatabase } from '../../../src-server/database/open-database.ts'
import { openPostgresDatabase, type PostgresLimits } from '../../../src-server/database/postgres-database.ts'
import { people } from '../../support/server-fixtures.ts'
import { startTcpFaultProxy } from '../../support/tcp-fault-proxy.ts'
import { startTestDatabases, type TestDatabases } from '../../support/test-database.ts'
import { codeOf, reissue, startTestServer, type Answer, type TestServer } from '../../support/test-server.ts'

/** How much longer than its limit an answer may take on a busy machine. */
const SLACK_MS = 3000

describe('what hangs in PostgreSQL ends in time (R5)', () => {
  let databases: TestDatabases
  let holder: OpenDatabase
  let url: string
  let server: TestServer
  let token: string
  const opened: (() => Promise<void>)[] = []

  beforeAll(async () => {
    databases = await startTestDatabases('postgres')
    holder = await databases.open()
    server = await startTestServer({ database: holder })
    token = await server.logIn('administrator')
    const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(holder.db)
    url = databases.urlOf(rows[0]?.name ?? '')
  })
  afterEach(async () => {
    for (const close of opened.splice(0)) await close()
  })
  afterAll(async () => {
    await server?.close()
    await holder?.close()
    await databases?.stop()
  })

  /** A server over the same database with short limits. */
  const serveWith = async (limits: Partial<PostgresLimits>, maxConnections = 4, at = url): Promise<TestServer> => {
    const database = await openPostgresDatabase({ kind: 'postgres', url: at, maxConnections, limits })
    const limited = await server.restart({ databases: database.databases })
    opened.push(async () => {
      await limited.close()
      await database.close()
    })
    return limited
  }

  /** Runs `work` while another connection holds the row of the colleague. */
  const whileLocked = (work: () => Promise<void>): Promise<void> =>
    holder.db.transaction().execute(async (tx) => {
      await sql`select 1 from users where user_id = ${people.colleague.userId} for update`.execute(tx)
      await work()
    })

  const timed = async (pending: Promise<Answer>): Promise<{ answer: Answer; tookMs: number }> => {
    const startedAt = performance.now()
    const answer = await pending
    return { answer, tookMs: performance.now() - startedAt }
  }

  const readKind = async (): Promise<string> => {
    const row = await holder.db
      .selectFrom('credentials')
      .select('kind')
      .where('user_id', '=', people.colleague.userId)
      .executeTakeFirstOrThrow()
    return row.kind
  }

  it('a row held by somebody else: 409 within the limit of locks, nothing done, and the same key works later', async () => {
    const limited = await serveWith({ lockMs: 200 })
    const key = randomUUID()
    await whileLocked(async () => {
      const { answer, tookMs } = await timed(reissue(limited, token, people.colleague.userId, 'Tk7mQx93Rw', { key }))
      expect([answer.status, codeOf(answer)]).toEqual([409, 'conflict'])
      expect(tookMs).toBeGreaterThanOrEqual(200)
      expect(tookMs).toBeLessThan(200 + SLACK_MS)
      expect(await readKind()).toBe('chosen')
    })
    expect((await reissue(limited, token, people.colleague.userId, 'Tk7mQx93Rw', { key })).status).toBe(201)
    expect(await readKind()).toBe('temporary')
    await server.reset()
    token = await server.logIn('administrator')
  })

  it('a statement that takes too long: 503 within its limit, and nothing done', async () => {
    const limited = await serveWith({ lockMs: 60_000, statementMs: 250 })
    await whileLocked(async () => {
      const { answer, tookMs } = await timed(reissue(limited, token, people.colleague.userId, 'Tk7mQx93Rw'))
      expect([answer.status, codeOf(answer)]).toEqual([503, 'overloaded'])
      expect(answer.headers.get('retry-after')).not.toBeNull()
      expect(tookMs).toBeLessThan(250 + SLACK_MS)
    })
    expect(await readKind()).toBe('chosen')
  })

  it('no connection free: 503 after the wait for one', async () => {
    const limited = await serveWith({ lockMs: 60_000, statementMs: 1500, connectMs: 150 }, 1)
    await whileLocked(async () => {
      const stuck = reissue(limited, token, people.colleague.userId, 'Tk7mQx93Rw')
      await waitForLock()
      const { answer, tookMs } = await timed(limited.call('GET', '/api/v1/policy', { token }))
      expect([answer.status, codeOf(answer)]).toEqual([503, 'overloaded'])
      expect(tookMs).toBeLessThan(150 + SLACK_MS)
      expect((await stuck).status).toBe(503)
    })
    expect((await limited.call('GET', '/api/v1/policy', { token })).status).toBe(200)
  })

  /** Until the database itself says that somebody waits for a lock. */
  const waitForLock = async (): Promise<void> => {
    const startedAt = Date.now()
    while (Date.now() - startedAt < 10_000) {
      const { rows } = await sql`select 1 from pg_stat_activity where wait_event_type = 'Lock'
        and datname = current_database()`.execute(holder.db)
      if (rows.length > 0) return
    }
    throw new Error('nobody waited for a lock')
  }

  it('a database that does not take connections any more: 503 with when to try again, and all goes on later (R10)', async () => {
    const { hostname, port } = new URL(url)
    const proxy = await startTcpFaultProxy({ host: hostname, port: Number(port) })
    opened.push(() => proxy.close())
    const through = new URL(url)
    through.host = `127.0.0.1:${proxy.port}`
    // Long enough for a new connection on busy cores, which has to come about before the fault and after it.
    const connectMs = 750
    const limited = await serveWith({ connectMs }, 4, through.href)
    expect((await limited.call('GET', '/api/v1/policy', { token })).status).toBe(200)
    proxy.setFault({ swallow: true })
    proxy.resetAll()
    const { answer, tookMs } = await timed(reissue(limited, token, people.colleague.userId, 'Tk7mQx93Rw'))
    expect([answer.status, codeOf(answer)]).toEqual([503, 'directory_unavailable'])
    expect(answer.headers.get('retry-after')).toBe('5')
    expect(tookMs).toBeLessThan(connectMs + SLACK_MS)
    proxy.setFault({})
    expect((await limited.call('GET', '/api/v1/policy', { token })).status).toBe(200)
  })

  it('a full disk: 503 with when to try again, nothing done, and the same key works later (R10)', async () => {
    const key = randomUUID()
    await sql`create function fill_disk() returns trigger language plpgsql as
      $$ begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$`.execute(holder.db)
    await sql`create trigger fill_disk before insert on audit_events execute function fill_disk()`.execute(holder.db)
    const full = await reissue(server, token, people.colleague.userId, 'Tk7mQx93Rw', { key })
    await sql`drop function fill_disk() cascade`.execute(holder.db)
    expect([full.status, codeOf(full), full.headers.get('retry-after')]).toEqual([503, 'directory_unavailable', '5'])
    expect(await readKind()).toBe('chosen')
    expect((await reissue(server, token, people.colleague.userId, 'Tk7mQx93Rw', { key })).status).toBe(201)
    await server.reset()
    token = await server.logIn('administrator')
  })

  it('a transaction that goes quiet is ended, and its locks with it', async () => {
    const database = await openPostgresDatabase({
      kind: 'postgres',
      url,
      maxConnections: 1,
      limits: { idleInTransactionMs: 200 },
    })
    opened.push(() => database.close())
    const quiet = database.databases
      .forMember('M-A')
      .transaction()
      .execute(async (tx) => {
        await sql`select 1 from users where user_id = ${people.colleague.userId} for update`.execute(tx)
        // Waits on another connection for the very lock that this one holds.
        await sql`select 1 from users where user_id = ${people.colleague.userId} for update`.execute(holder.db)
        await sql`select 1`.execute(tx)
      })
    await expect(quiet).rejects.toThrow(/connection error|terminated/i)
    // The broken connection is gone; the next one is new.
    expect(await database.databases.forMember('M-A').selectFrom('members').select('member_id').execute()).toEqual([
      { member_id: 'M-A' },
    ])
  })
})
