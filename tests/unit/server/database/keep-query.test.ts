import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { keepQuery } from '../../../../src-server/database/keep-query.ts'
import { createQueryListener } from '../../../support/query-listener.ts'

it('a kept query is written once, and sends each value once with every run, however often it mentions it', async () => {
  const { db, heard } = createQueryListener()
  let built = 0
  const run = keepQuery<{ one: number; other: string }, object>((draft, value) => {
    built += 1
    const one = sql`${value('one')}::integer`
    return sql<object>`select ${one}, ${'fixed'}, ${value('other')}, ${'fixed'}, ${one}`.compile(draft)
  })
  await run(db, { one: 1, other: 'a' })
  await run(db, { other: 'b', one: 2 })
  expect(built).toBe(1)
  expect(heard.map(({ sql: text }) => text)).toEqual(Array(2).fill('select $1::integer, $2, $3, $4, $1::integer'))
  expect(heard.map(({ parameters }) => parameters)).toEqual([
    [1, 'fixed', 'a', 'fixed'],
    [2, 'fixed', 'b', 'fixed'],
  ])
})
