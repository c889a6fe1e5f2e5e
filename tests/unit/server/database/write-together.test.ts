import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { keepWrite, writeAndCommit, type BuildLast } from '../../../../src-server/database/write-together.ts'
import { createQueryListener } from '../../../support/query-listener.ts'

it('writes that are kept are built once for each statement that they make up, each with its own values (R2)', async () => {
  const { db, heard } = createQueryListener()
  let built = 0
  const remove = keepWrite<{ kind: string }>((draft, value) => {
    built += 1
    return draft.deleteFrom('throttles').where('kind', '=', value('kind'))
  })
  const last: BuildLast<{ kind: string }> = (value, areDone) => sql`select ${value('kind')} where ${areDone}`
  const write = (...kinds: string[]) =>
    writeAndCommit(
      db,
      kinds.map((kind) => remove(db, { kind })),
      last,
      { kind: 'last' },
    )
  await write('a', 'b')
  await write('c', 'd')
  expect(built).toBe(2)
  await write('a')
  expect(built).toBe(3)
  const mixed = db.deleteFrom('throttles').where('kind', '=', 'b')
  await writeAndCommit(db, [remove(db, { kind: 'a' }), mixed], last, { kind: 'last' })
  const [first, second, , unkept] = heard
  expect(heard.map(({ parameters }) => parameters)).toEqual([
    ['a', 'b', 'last'],
    ['c', 'd', 'last'],
    ['a', 'last'],
    ['a', 'b', 'last'],
  ])
  expect(second?.sql).toBe(first?.sql)
  expect(unkept?.sql).toBe(first?.sql)
  expect(first?.sql).toMatch(/^with "write_1" as \(delete from "throttles" where "kind" = \$1 returning 1\), "write_2"/)
})
