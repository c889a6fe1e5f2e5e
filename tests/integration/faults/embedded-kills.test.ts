import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../../src-server/database/open-database.ts'
import { chooseFaultPoints } from '../../support/choose-fault-points.ts'
import { callServer, newOrder, openSession, sendReissue, type ReissueOrder } from '../../support/desk-client.ts'
import { createEmbeddedDesk } from '../../support/fault-desk.ts'
import { countRounds, isNightly, reportFault } from '../../support/fault-rounds.ts'
import { startReissueLoad } from '../../support/reissue-load.ts'
import { people } from '../../support/server-fixtures.ts'
import { startServe, type ServeProcess } from '../../support/serve-process.ts'
import { proveOneOutcome, proveOutcomes, proveSound } from '../../support/verify-reissue.ts'

let dataDir: string
let server: ServeProcess
const orders: ReissueOrder[] = []

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'saihakko-kills-'))
  await createEmbeddedDesk(dataDir)
  server = await start()
})
afterAll(async () => {
  await server.end('SIGKILL')
  rmSync(dataDir, { recursive: true, force: true })
})

const start = (port = 0): Promise<ServeProcess> => startServe({ dataDir, port, hasFaultPoints: true })

/** Looks into the data directory of a server that has ended. */
async function proveSoundOnDisk(): Promise<void> {
  const { db, close } = await openDatabase({ kind: 'embedded', dataDir })
  try {
    await proveSound(db, orders)
  } finally {
    await close()
  }
}

describe('kill -9 of the server with the embedded database (R2, R10)', () => {
  it('at every await of a reissue leaves one outcome per key', { timeout: 3_600_000 }, async () => {
    const token = await openSession(server.url, 'administrator')
    const issue = async (point: number) => {
      await callServer(server.url, 'GET', '/api/v1/sessions/current', { token })
      await server.arm(point)
      const order = newOrder(people.staff.userId)
      orders.push(order)
      return { order, outcome: await sendReissue(server.url, token, order) }
    }
    await issue(0)
    const points = await server.listPoints()
    expect(points.length).toBeGreaterThanOrEqual(15)
    expect(points.join('\n')).toMatch(/before argon2 hash[\s\S]*before commit/i)
    let kills = 0
    for (const point of chooseFaultPoints(points, isNightly ? points.length : 2)) {
      const sent = await issue(point)
      if (sent.outcome.kind === 'answered' && (await server.arm(0))) continue
      await server.ended
      kills += 1
      server = await start(server.port)
      await proveOneOutcome(server.url, token, sent)
    }
    expect(kills).toBeGreaterThanOrEqual(isNightly ? points.length - 3 : 1)
    const details = { points: points.length }
    reportFault({ fault: 'kill -9 of the server', where: 'every await of a reissue, embedded', times: kills, details })
  })

  it('under a load of reissues loses and doubles nothing', { timeout: 3_600_000 }, async () => {
    const userIds = [people.staff.userId, people.colleague.userId]
    const rounds = countRounds({ test: 1, nightly: 50 })
    for (let round = 0; round < rounds; round += 1) {
      const token = await openSession(server.url, 'administrator')
      const load = startReissueLoad({ nextUrl: () => server.url, token, userIds, workers: 3 })
      await load.heard(5 + (round % 4))
      await server.end('SIGKILL')
      await load.heard(1)
      const sent = await load.stop()
      orders.push(...sent.map(({ order }) => order))
      server = await start(server.port)
      expect(sent.some(({ outcome }) => outcome.kind === 'lost')).toBe(true)
      await proveOutcomes(server.url, token, sent, 3)
    }
    await server.end('SIGKILL')
    await proveSoundOnDisk()
    const details = { reissues: orders.length }
    reportFault({ fault: 'kill -9 of the server', where: 'under a load of reissues, embedded', times: rounds, details })
  })
})
