import { describe, expect, it } from 'vitest'
import { syncAgainMs, syncEveryMs } from '../../src-main/services/offline-history-service.ts'
import {
  createOfflineDesk,
  createSynchronisedDesk,
  owner,
  ownPassword,
  recordOf,
  refusal,
  restartDesk,
} from '../support/offline-desk.ts'

const dayMs = 86_400_000
const everything = { limit: 50 }

describe('the history kept for review (flow D)', () => {
  it('is read after the login, as a background call, and told of', async () => {
    const { server, history, views, timer } = await createSynchronisedDesk()
    const asOf = timer.now().toISOString()
    const keptUntil = new Date(timer.now().getTime() + 30 * dayMs).toISOString()
    expect(history.read()).toEqual({ kept: 'disk', entries: 3, asOf, keptUntil })
    expect(views.at(-1)).toEqual(history.read())
    expect(server.asked).toEqual([{ since: expect.any(String), isBackground: true }])
  })

  it('is read again every five minutes, from the oldest open entry on, and after an own reissue at once', async () => {
    const { server, history, timer } = await createSynchronisedDesk()
    await timer.advance(syncEveryMs)
    expect(server.asked.at(-1)?.since).toBe('2026-11-23T00:55:00.000Z')
    expect(server.asked).toHaveLength(2)
    server.records.push(recordOf(4))
    history.noteReissue()
    history.noteReissue()
    await timer.advance(0)
    expect(history.read().entries).toBe(4)
  })

  it('comes in pages of 200 with a pause, and stops at a lock with nothing stored', async () => {
    const desk = createOfflineDesk()
    desk.server.records.push(...Array.from({ length: 450 }, (_, number) => recordOf(number)))
    await desk.history.openWithServer(owner, ownPassword)
    await desk.timer.advance(0)
    expect(desk.server.asked).toHaveLength(1)
    desk.history.close()
    await desk.timer.advance(10_000)
    expect(desk.server.asked).toHaveLength(1)
    expect(await desk.store.readHeader()).toBeUndefined()
    await desk.history.openWithServer(owner, ownPassword)
    await desk.timer.advance(1_000)
    expect(desk.history.read().entries).toBe(450)
  })

  it('answers from the server while it is there, from the copy when it is not, and says which', async () => {
    const { server, history, clock, timer } = await createSynchronisedDesk()
    expect(await history.list(everything)).toMatchObject({ total: 3, asOf: null })
    const asOf = timer.now().toISOString()
    for (const failure of ['server_unreachable', 'not_a_desk_server', 'answer_not_understood'] as const) {
      server.state.failure = failure
      expect(await history.list(everything)).toMatchObject({ total: 3, asOf })
    }
    server.state.failure = 'invalid_cursor'
    await expect(history.list(everything)).rejects.toEqual(refusal('invalid_cursor'))
    delete server.state.failure
    clock.isReachable = false
    const asked = server.asked.length
    expect(await history.list({ limit: 2 })).toMatchObject({ nextCursor: expect.stringContaining('kept.'), asOf })
    expect(server.asked).toHaveLength(asked)
  })

  it('stays with the copy, or says it cannot, for the further pages of a list', async () => {
    const { server, history, clock, timer } = await createSynchronisedDesk()
    clock.isReachable = false
    const { nextCursor } = await history.list({ limit: 2 })
    clock.isReachable = true
    const rest = { limit: 2, cursor: nextCursor ?? '' }
    expect(await history.list(rest)).toMatchObject({ items: [{}], asOf: timer.now().toISOString() })
    history.close()
    await expect(history.list(rest)).rejects.toEqual(refusal('invalid_cursor'))
    server.state.failure = 'server_unreachable'
    await expect(history.list({ limit: 2, cursor: '2' })).rejects.toEqual(refusal('server_unreachable'))
  })

  it('shows a state as of then, whatever the clock of this PC says', async () => {
    const { history, clock } = await createSynchronisedDesk()
    clock.aheadMs = 20 * dayMs
    clock.isReachable = false
    expect((await history.list({ limit: 50, state: 'pending' })).total).toBe(1)
    expect((await history.list({ limit: 50, state: 'expired' })).total).toBe(0)
  })

  it('counts per day in the zone of the owner’s member, at the server or in the copy, and says which', async () => {
    const { server, history, clock, timer } = await createSynchronisedDesk()
    const fromServer = { timeZone: 'Asia/Tokyo', days: [] }
    expect(await history.summarise({ member: 'x' })).toEqual({ ...fromServer, asOf: null })
    const asOf = timer.now().toISOString()
    server.state.failure = 'server_unreachable'
    const counted = { timeZone: 'Asia/Tokyo', days: [{ day: '2026-11-23', pending: 1 }], asOf }
    expect(await history.summarise({ state: 'pending' })).toMatchObject(counted)
    clock.isReachable = false
    expect(await history.summarise({ issuedBy: 'nobody' })).toEqual({ timeZone: 'Asia/Tokyo', days: [], asOf })
    history.close()
    await expect(history.summarise({})).rejects.toEqual(refusal('server_unreachable'))
    server.state.failure = 'forbidden_role'
    await expect(history.summarise({})).rejects.toEqual(refusal('forbidden_role'))
  })

  it('keeps how it was handed over, and reads a settled entry again when that is noted', async () => {
    const { server, history, clock, timer } = await createSynchronisedDesk()
    server.records.push(recordOf(4, { issuedAt: timer.now().toISOString() }))
    await timer.advance(syncEveryMs)
    const [settled] = server.records
    if (!settled) throw new Error('no records')
    const handovers = [{ kind: 'confirmed' as const, at: timer.now().toISOString() }]
    const supersededAt = timer.now().toISOString()
    server.records.splice(0, 3, { ...settled, issuedAt: '2026-11-20T00:00:00.000Z', handovers, supersededAt })
    history.noteHandover('2026-11-20T00:00:00.000Z')
    await timer.advance(0)
    expect(server.asked.at(-1)?.since).toBe('2026-11-20T00:00:00.000Z')
    await timer.advance(syncEveryMs)
    expect(server.asked.at(-1)?.since).not.toBe('2026-11-20T00:00:00.000Z')
    clock.isReachable = false
    expect((await history.list(everything)).items.at(-1)).toMatchObject({ handovers, supersededAt })
  })

  it('reads a settled entry once more when a second handover is noted while the first is being read', async () => {
    const { server, history, timer } = await createSynchronisedDesk()
    for (const record of server.records) record.state = 'used'
    server.records.push(recordOf(4, { issuedAt: timer.now().toISOString() }))
    await timer.advance(syncEveryMs)
    const [since, before] = ['2026-11-20T00:00:00.000Z', server.asked.length]
    history.noteHandover(since)
    history.noteHandover(since)
    await timer.advance(0)
    expect(server.asked.slice(before).map((asked) => asked.since)).toEqual([since, since])
  })

  it('tries again soon when it failed, and when the server is back', async () => {
    const { server, history, clock, timer } = await createSynchronisedDesk()
    const since = history.read().asOf
    server.state.failure = 'server_unreachable'
    await timer.advance(syncEveryMs)
    clock.isReachable = false
    await timer.advance(syncAgainMs)
    expect(history.read().asOf).toBe(since)
    delete server.state.failure
    clock.isReachable = true
    history.noteReconnected()
    await timer.advance(0)
    expect(history.read().asOf).toBe(timer.now().toISOString())
    const asked = server.asked.length
    history.noteReconnected()
    await timer.advance(0)
    expect(server.asked).toHaveLength(asked)
  })
})

describe('S-19: when it goes', () => {
  const isGone = async ({ store, history }: ReturnType<typeof createOfflineDesk>): Promise<boolean> =>
    (await store.readHeader()) === undefined && history.read().kept === 'none' && !(await canRead(history))
  const canRead = (history: ReturnType<typeof createOfflineDesk>['history']) =>
    history.unlock(owner, ownPassword).then(
      () => true,
      () => false,
    )

  it('at the end of the session', async () => {
    const desk = await createSynchronisedDesk()
    await desk.history.wipe()
    expect(await isGone(desk)).toBe(true)
  })

  it('when the session ends while the history is being read', async () => {
    const desk = await createSynchronisedDesk()
    desk.history.noteReissue()
    await desk.history.wipe()
    await desk.timer.advance(syncEveryMs)
    expect(await isGone(desk)).toBe(true)
  })

  it.each([
    ['another account', { ...owner, userId: 'somebody' }],
    ['another server', { ...owner, serverUrl: 'https://other.example' }],
  ])('when %s is opened', async (_, other) => {
    const desk = await createSynchronisedDesk()
    desk.history.close()
    desk.server.state.failure = 'server_unreachable'
    await desk.history.openWithServer(other, ownPassword)
    desk.history.close()
    expect(await isGone(desk)).toBe(true)
  })

  it.each([
    ['at the start', async (desk: ReturnType<typeof createOfflineDesk>) => desk.history.start()],
    ['at an unlock', async (desk: ReturnType<typeof createOfflineDesk>) => void (await canRead(desk.history))],
  ])('after the days of the policy without the server, found %s', async (_, find) => {
    const desk = await createSynchronisedDesk()
    desk.history.close()
    const later = restartDesk(desk)
    later.clock.aheadMs = 30 * dayMs + 1
    await find(later)
    expect(await isGone(later)).toBe(true)
  })

  it('after those days while the app runs, within the hour', async () => {
    const desk = await createSynchronisedDesk()
    await desk.history.start()
    desk.clock.isReachable = false
    desk.clock.aheadMs = 30 * dayMs + 1
    await desk.timer.advance(3_600_000)
    expect(await isGone(desk)).toBe(true)
  })

  it.each([
    ['the policy keeps none', { offlineReviewDays: 0 }],
    ['the right to read it is gone', { failure: 'forbidden_role' as const }],
  ])('when %s', async (_, change) => {
    const desk = await createSynchronisedDesk()
    Object.assign(desk.server.state, change)
    if ('offlineReviewDays' in change) {
      desk.history.close()
      await desk.history.openWithServer(owner, ownPassword)
    } else desk.history.noteReissue()
    await desk.timer.advance(0)
    expect(await isGone(desk)).toBe(true)
  })
})

describe('a copy of an earlier version of the app', () => {
  it('is erased, not set aside, and read anew', async () => {
    const desk = await createSynchronisedDesk()
    const header: unknown = JSON.parse(Buffer.from((await desk.store.readHeader()) ?? []).toString())
    const old = Buffer.from(JSON.stringify(Object.assign({}, header, { version: 1 })))
    const store = { ...desk.store, setAside: () => Promise.reject(new Error('set aside')) }
    await store.commit({ header: old, newChunks: new Map() })
    const later = restartDesk(desk, { store })
    await expect(later.history.unlock(owner, ownPassword)).rejects.toEqual(refusal('offline_copy_missing'))
    expect(await store.readHeader()).toBeUndefined()
    later.server.records.push(recordOf(7))
    await later.history.openWithServer(owner, ownPassword)
    await later.timer.advance(0)
    expect(later.history.read().entries).toBe(1)
  })
})

describe('S-17: what the store holds', () => {
  it('is nothing that can be read, and no field that the schema does not name', async () => {
    const written: Uint8Array[] = []
    const plain = createOfflineDesk()
    const store = {
      ...plain.store,
      commit: (change: Parameters<typeof plain.store.commit>[0]) => {
        written.push(change.header, ...change.newChunks.values())
        return plain.store.commit(change)
      },
    }
    const desk = createOfflineDesk({ store })
    const canary = 'ZZcanary-temporary-password'
    desk.server.records.push(Object.assign(recordOf(1), { temporaryPassword: canary }))
    await desk.history.openWithServer(owner, ownPassword)
    await desk.timer.advance(0)
    const stored = Buffer.concat(written).toString('latin1')
    for (const secret of [canary, ownPassword, owner.userId, owner.serverUrl, 'CZ021017'])
      expect(stored).not.toContain(secret)
    desk.clock.isReachable = false
    expect(JSON.stringify(await desk.history.list(everything))).not.toContain(canary)
  })
})
