import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { planStatements } from '../../../src-server/database/connection-statements.ts'
import { keptPrepared } from '../../../src-server/database/kept-statements.ts'
import type { Tables } from '../../../src-server/database/tables.ts'
import { createUserSearchRepository } from '../../../src-server/modules/users/user-search-repository.ts'

/** A client that only notes what it is asked to send. */
function connect() {
  const sent: unknown[][] = []
  const client = Object.assign(new pg.Client(), { release: () => {} })
  Object.defineProperty(client, 'query', { configurable: true, value: (...asked: unknown[]) => void sent.push(asked) })
  planStatements(client, () => undefined)
  return { sent, query: (...asked: readonly unknown[]): unknown => Reflect.apply(client.query, client, asked) }
}

/** Compiles and does nothing. */
function compileOnly(): { db: Kysely<Tables>; compiled: string[] } {
  const compiled: string[] = []
  const db = new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (own) => new PostgresIntrospector(own),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    log: ({ query }) => void compiled.push(query.sql),
  })
  return { db, compiled }
}

describe('statements that are kept prepared', () => {
  it('get one name for one text on every connection, and their values apart from it', () => {
    const { db } = compileOnly()
    const { sql: text } = db.selectFrom('policy').selectAll().modifyEnd(keptPrepared).compile()
    const [first, second] = [connect(), connect()]
    first.query(text, ['a'])
    second.query(text, ['b'])
    second.query(text.replace('policy', 'users'), [])
    const named = { name: expect.stringMatching(/^kept_[0-9a-f]{24}$/), text }
    expect(first.sent).toEqual([[{ ...named, values: ['a'] }, ['a']]])
    expect(second.sent[0]).toEqual([{ ...named, values: ['b'] }, ['b']])
    const names = [...first.sent, ...second.sent].map(([sent]) => Reflect.get(Object(sent), 'name'))
    expect(new Set(names).size).toBe(2)
  })

  it('a search is none of them: its plan depends on its words (U3)', async () => {
    const { db, compiled } = compileOnly()
    const search = { scope: 'all-members', conditions: { userName: '高橋' }, sort: 'userId', limit: 50 } as const
    await createUserSearchRepository(db).searchUsers({ ...search, at: new Date() }, db)
    expect(compiled.length).toBeGreaterThan(0)
    const { sent, query } = connect()
    for (const text of compiled) query(text, [])
    expect(sent).toEqual(compiled.map((text) => [text, []]))
  })
})
