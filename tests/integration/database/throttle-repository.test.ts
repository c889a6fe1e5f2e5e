import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OpenDatabase } from '../../../src-server/database/open-database.ts'
import {
  accountRule,
  addressRule,
  allowPerHour,
  judgeCharge,
  type ThrottleRow,
} from '../../../src-server/modules/throttling/throttle-policy.ts'
import { createThrottleRepository } from '../../../src-server/modules/throttling/throttle-repository.ts'
import { DAY_MS, MINUTE_MS, STARTED_AT } from '../../support/fixed-clock.ts'
import { databaseKinds, startTestDatabases, type TestDatabases } from '../../support/test-database.ts'

const at = (offsetMs: number): Date => new Date(Date.parse(STARTED_AT) + offsetMs)
const subjectOf = (name: string): Buffer => Buffer.from(name)

describe.each(databaseKinds)('charges on %s', (kind) => {
  let databases: TestDatabases
  let database: OpenDatabase

  beforeAll(async () => {
    databases = await startTestDatabases(kind)
    database = await databases.open()
  })
  afterAll(async () => {
    await database?.close()
    await databases?.stop()
  })

  it('the statement and the policy agree on any history, a clock that jumps included (P11)', async () => {
    const throttles = createThrottleRepository(database.db)
    const rules = [accountRule, { ...addressRule, free: 3 }, allowPerHour(4), allowPerHour(1)]
    const steps = fc.oneof(
      fc.integer({ min: 0, max: 3000 }),
      fc.integer({ min: 0, max: 20 * MINUTE_MS }),
      fc.constantFrom(0, -MINUTE_MS, -90 * MINUTE_MS, 15 * MINUTE_MS, 60 * MINUTE_MS, DAY_MS),
    )
    let histories = 0
    const history = fc.asyncProperty(
      fc.constantFrom(...rules),
      fc.array(steps, { maxLength: 25 }),
      async (rule, gaps) => {
        const counter = { kind: 'test', subject: subjectOf(`history ${(histories += 1)}`), rule }
        let expected: ThrottleRow | undefined
        let nowMs = 0
        for (const gap of gaps) {
          nowMs += gap
          const verdict = judgeCharge(expected, rule, at(nowMs))
          const [count] = await throttles.charge([counter], at(nowMs))
          expect(count !== undefined).toBe(verdict.allowed)
          const stored = await throttles.find(counter)
          const isNoted = verdict.allowed || !stored || (await throttles.noteRefusal(counter, stored, verdict.next))
          expect(isNoted).toBe(true)
          expect(await throttles.find(counter)).toEqual(verdict.next)
          expected = verdict.next
        }
      },
    )
    await fc.assert(history, { numRuns: 40 })
  })

  it('of 100 at the same time only the free ones are charged, and one of many refusals is noted', async () => {
    const throttles = createThrottleRepository(database.db)
    const counter = { kind: 'test', subject: subjectOf('parallel'), rule: accountRule }
    const counts = (await Promise.all(Array.from({ length: 100 }, () => throttles.charge([counter], at(0))))).flat()
    expect(counts.filter((count) => count !== undefined).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5])
    const row = await throttles.find(counter)
    if (!row) throw new Error('nothing was charged')
    const { next } = judgeCharge(row, accountRule, at(0))
    const noted = await Promise.all(Array.from({ length: 10 }, () => throttles.noteRefusal(counter, row, next)))
    expect(noted.filter(Boolean).length).toBe(1)
  })

  it('several are charged as one: one that is blocked leaves the others as they were (P11)', async () => {
    const throttles = createThrottleRepository(database.db)
    const of = (name: string, rule = allowPerHour(2)) => ({ kind: name, subject: subjectOf('as one'), rule })
    const [one, other, third] = [of('one'), of('other', accountRule), of('third', allowPerHour(1))]
    expect(await throttles.charge([one, other], at(0))).toEqual([1, 1])
    const before = await throttles.find(other)
    expect(await throttles.charge([other, third, one], at(0))).toEqual([2, 1, 2])
    // Whether the blocked one comes first or last.
    expect(await throttles.charge([one, other], at(0))).toEqual([undefined, undefined])
    expect(await throttles.charge([other, one], at(0))).toEqual([undefined, undefined])
    expect([before?.count, (await throttles.find(other))?.count]).toEqual([1, 2])
    expect(await throttles.charge([third, other], at(60 * MINUTE_MS))).toEqual([1, 3])
  })

  it('of 60 at the same time at as many accounts a blocked address charges none but those that it let through (P11)', async () => {
    const throttles = createThrottleRepository(database.db)
    const address = { kind: 'flood', subject: subjectOf('address'), rule: allowPerHour(4) }
    const accountOf = (index: number) => ({
      kind: 'flooded',
      subject: subjectOf(`account ${index % 20}`),
      rule: accountRule,
    })
    const asked = Array.from({ length: 60 }, (_, index) => throttles.charge([address, accountOf(index)], at(0)))
    const charged = (await Promise.all(asked)).filter(([count]) => count !== undefined)
    expect(charged.map(([count]) => count ?? 0).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4])
    expect(charged.every(([, count]) => count !== undefined)).toBe(true)
    const rows = await database.db.selectFrom('throttles').select('count').where('kind', '=', 'flooded').execute()
    expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(4)
  })

  it('what is taken back was never there, and its block goes with it', async () => {
    const throttles = createThrottleRepository(database.db)
    const counter = { kind: 'test', subject: subjectOf('taken back'), rule: accountRule }
    for (let count = 0; count < 5; count += 1) await throttles.charge([counter], at(count))
    await throttles.takeBack(counter, at(4))
    expect(await throttles.find(counter)).toMatchObject({ count: 4, blockedUntil: null })
    expect(await throttles.charge([counter], at(5))).toEqual([5])
    expect(await throttles.charge([counter], at(1005))).toEqual([6])
    // Somebody else’s block, which a charge from before it does not lift.
    await throttles.takeBack({ ...counter, rule: { ...accountRule, free: 2 } }, at(5))
    expect((await throttles.find(counter))?.blockedUntil).toEqual(at(3005))
  })

  it('old counters go a few at a time, those still remembered stay', async () => {
    await database.db.deleteFrom('throttles').execute()
    const throttles = createThrottleRepository(database.db)
    for (let index = 0; index < 23; index += 1) {
      await throttles.charge([{ kind: 'test', subject: subjectOf(`old ${index}`), rule: accountRule }], at(index))
    }
    const recent = { kind: 'test', subject: subjectOf('recent'), rule: accountRule }
    await throttles.charge([recent], at(MINUTE_MS))
    const countRows = async () => (await database.db.selectFrom('throttles').select('kind').execute()).length
    await throttles.removeForgotten(at(DAY_MS + 22), 20)
    expect(await countRows()).toBe(4)
    await throttles.removeForgotten(at(DAY_MS + 22), 20)
    expect(await countRows()).toBe(1)
    expect(await throttles.find(recent)).toBeDefined()
  })
})
