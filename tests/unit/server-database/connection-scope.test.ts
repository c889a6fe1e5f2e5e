import { describe, expect, it } from 'vitest'
import {
  createScopeMemory,
  memberScope,
  ownerScope,
  serverScope,
  type ConnectionScope,
} from '../../../src-server/database/connection-scope.ts'

function connect(settings: Readonly<Record<string, string>> = {}) {
  const memory = createScopeMemory(settings)
  const ran: string[] = []
  let failure: Error | undefined
  const enter = (connection: object, scope: ConnectionScope): Promise<void> =>
    memory.enter(connection, scope, async (_sql, parameters) => {
      if (failure) throw failure
      ran.push(parameters.join(' '))
    })
  return { ran, enter, failWith: (error: Error | undefined) => void (failure = error) }
}

const member = (id: string): string => `saihakko.member_id ${id} role saihakko_member`

describe('the scope of a connection (P16)', () => {
  it('is set by one statement when it differs, and by none when it does not', async () => {
    const { ran, enter } = connect()
    const connection = {}
    for (const id of ['A', 'A', 'A', 'B', 'A']) await enter(connection, memberScope(id))
    await enter(connection, serverScope)
    await enter(connection, serverScope)
    expect(ran).toEqual([member('A'), member('B'), member('A'), 'saihakko.member_id  role saihakko_server'])
  })

  it('is set on every new connection, the owner’s too, with the settings that come once', async () => {
    const { ran, enter } = connect({ lock_timeout: '5' })
    const [first, second] = [{}, {}]
    await enter(first, ownerScope)
    await enter(second, memberScope('A'))
    await enter(second, ownerScope)
    const owner = 'saihakko.member_id  role none'
    expect(ran).toEqual([`lock_timeout 5 ${owner}`, `lock_timeout 5 ${member('A')}`, owner])
  })

  it('tells whose connection another role would have to take over; new ones and the owner’s are nobody’s', async () => {
    const memory = createScopeMemory()
    const connection = {}
    const otherThan = () =>
      (['saihakko_server', 'saihakko_member'] as const).filter((role) => memory.belongsToOther(connection, role))
    expect(otherThan()).toEqual([])
    for (const [scope, others] of [
      [ownerScope, []],
      [serverScope, ['saihakko_member']],
      [memberScope('A'), ['saihakko_server']],
    ] as const) {
      await memory.enter(connection, scope, async () => {})
      expect(otherThan()).toEqual(others)
    }
  })

  it('is unknown after a failure: neither the old nor the new one is taken for granted', async () => {
    const { ran, enter, failWith } = connect()
    const connection = {}
    await enter(connection, memberScope('A'))
    failWith(new Error('role does not exist'))
    await expect(enter(connection, memberScope('B'))).rejects.toThrow('role does not exist')
    failWith(undefined)
    await enter(connection, memberScope('A'))
    expect(ran).toEqual([member('A'), member('A')])
  })

  it('passes names and values as parameters, never as text', async () => {
    const texts: string[] = []
    const hostile = "A', false); drop table users; --"
    await createScopeMemory().enter({}, memberScope(hostile), async (sql) => void texts.push(sql))
    expect(texts).toEqual(['select set_config($1, $2, false), set_config($3, $4, false)'])
  })
})
