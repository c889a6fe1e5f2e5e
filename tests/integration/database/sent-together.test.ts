import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  keptPrepared,
  keptPreparedAndCommitted,
  keptPreparedAndSentWithNext,
} from '../../../src-server/database/kept-statements.ts'
import { openPostgresDatabase } from '../../../src-server/database/postgres-database.ts'
import type { OpenDatabase } from '../../../src-server/database/open-database.ts'
import { startTestDatabases, type TestDatabases } from '../../support/test-database.ts'

describe('statements that are sent together (R2)', () => {
  let databases: TestDatabases
  let holder: OpenDatabase
  let database: OpenDatabase

  beforeAll(async () => {
    databases = await startTestDatabases('postgres')
    holder = await databases.open()
    const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(holder.db)
    // One connection, so that everything is done on it.
    database = await openPostgresDatabase({
      kind: 'postgres',
      url: databases.urlOf(rows[0]?.name ?? ''),
      maxConnections: 1,
    })
    await sql`create table sent (value integer not null check (value < 100))`.execute(holder.db)
    await sql`grant select, insert on sent to saihakko_server, saihakko_member`.execute(holder.db)
  })
  beforeEach(async () => {
    await sql`truncate sent`.execute(holder.db)
  })
  afterAll(async () => {
    await database?.close()
    await holder?.close()
    await databases?.stop()
  })

  const insert = (value: number) => sql`insert into sent values (${value}) ${keptPrepared}`
  const insertAhead = (value: number) => sql`insert into sent values (${value}) ${keptPreparedAndSentWithNext}`
  const insertLast = (value: number) => sql`insert into sent values (${value}) ${keptPreparedAndCommitted}`
  const readValues = async (): Promise<number[]> => {
    const { rows } = await sql<{ value: number }>`select value from sent order by value`.execute(holder.db)
    return rows.map(({ value }) => value)
  }
  const readScope = async (): Promise<unknown> => {
    const { rows } = await sql`select current_user as role, current_setting('saihakko.member_id') as member
      where ${true}`.execute(database.databases.forMember('M-A'))
    return rows[0]
  }

  it('a transaction is whole: begun with its first statement, committed with its last', async () => {
    const run = database.databases.server.transaction().execute(async (tx) => {
      await insert(1).execute(tx)
      expect(await readValues()).toEqual([])
      await insertLast(2).execute(tx)
      expect(await readValues()).toEqual([1, 2])
      return 'done'
    })
    expect(await run).toBe('done')
  })

  it('and leaves nothing when its first or its last statement fails, which stay prepared or come to be', async () => {
    for (const [first, last] of [
      [200, 2],
      [1, 200],
    ] as const) {
      const run = database.databases.server.transaction().execute(async (tx) => {
        await insert(first).execute(tx)
        await insertLast(last).execute(tx)
      })
      await expect(run).rejects.toMatchObject({ code: '23514' })
      expect(await readValues()).toEqual([])
    }
    await database.databases.server.transaction().execute((tx) => insertLast(5).execute(tx))
    expect(await readValues()).toEqual([5])
  })

  it('one without a statement, and one given up before the first, send nothing and harm nothing', async () => {
    expect(await database.databases.server.transaction().execute(async () => 'nothing')).toBe('nothing')
    const given = database.databases.server.transaction().execute(async () => {
      throw new Error('given up')
    })
    await expect(given).rejects.toThrow('given up')
    await insert(7).execute(database.databases.server)
    expect(await readValues()).toEqual([7])
  })

  it('what goes with the next is done with it, or both are undone', async () => {
    const { server } = database.databases
    const put = (first: number, last: number) =>
      server.transaction().execute(async (tx) => {
        await insertAhead(first).execute(tx)
        expect(await readValues()).toEqual([])
        await insertLast(last).execute(tx)
      })
    await expect(put(200, 2)).rejects.toMatchObject({ code: '23514' })
    await expect(put(1, 200)).rejects.toMatchObject({ code: '23514' })
    expect(await readValues()).toEqual([])
    await put(1, 2)
    expect(await readValues()).toEqual([1, 2])
    const givenUp = server.transaction().execute(async (tx) => {
      await insertAhead(3).execute(tx)
      throw new Error('given up')
    })
    await expect(givenUp).rejects.toThrow('given up')
    await insert(4).execute(server)
    expect(await readValues()).toEqual([1, 2, 4])
  })

  it('what waits for the next is never sent when there is none: nothing waits for it, and it cannot fail', async () => {
    const { server } = database.databases
    const givenUp = server.transaction().execute(async (tx) => {
      await insertAhead(200).execute(tx)
      throw new Error('given up')
    })
    await expect(givenUp).rejects.toThrow('given up')
    await insert(6).execute(server)
    expect(await readValues()).toEqual([6])
  })

  it('what goes with the next is seen by it: what was waited for included', async () => {
    const [locked, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const holding = holder.db.transaction().execute(async (tx) => {
      await sql`insert into sent values (1)`.execute(tx)
      await sql`lock table sent in share row exclusive mode`.execute(tx)
      locked.resolve()
      await held.promise
    })
    await locked.promise
    const counted = database.databases.server.transaction().execute(async (tx) => {
      await insertAhead(2).execute(tx)
      return await sql<{ count: number }>`select count(*)::int as count from sent where ${true}`.execute(tx)
    })
    const isWaiting = sql`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
    await expect.poll(async () => (await isWaiting.execute(holder.db)).rows.length).toBe(1)
    held.resolve()
    await holding
    expect((await counted).rows).toEqual([{ count: 2 }])
  })

  it('what a failure takes back of the scope is set again (P16)', async () => {
    const own = { role: 'saihakko_member', member: 'M-A' }
    expect(await readScope()).toEqual(own)
    // The switch goes with the statement that fails, so that the connection still is the other member’s.
    await expect(insert(200).execute(database.databases.forMember('M-B'))).rejects.toMatchObject({ code: '23514' })
    expect(await readScope()).toEqual(own)
    const undone = database.databases
      .forMember('M-B')
      .transaction()
      .execute(async (tx) => {
        await insert(3).execute(tx)
        throw new Error('undone')
      })
    await expect(undone).rejects.toThrow('undone')
    const { rows } = await sql`select current_setting('saihakko.member_id') as member where ${true}`.execute(
      database.databases.forMember('M-B'),
    )
    expect(rows).toEqual([{ member: 'M-B' }])
    expect(await readValues()).toEqual([])
  })

  it('a value that cannot be sent fails alone, and the connection goes on', async () => {
    const circular: Record<string, unknown> = {}
    circular['self'] = circular
    const run = database.databases.server.transaction().execute((tx) => sql`select ${circular}::jsonb`.execute(tx))
    await expect(run).rejects.toThrow('circular')
    await insert(9).execute(database.databases.server)
    expect(await readValues()).toEqual([9])
  })
})
