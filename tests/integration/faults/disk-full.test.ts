import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../../src-server/database/open-database.ts'
import { describeOutcome, openSession } from '../../support/desk-client.ts'
import { createEmbeddedDesk, openFaultDesk } from '../../support/fault-desk.ts'
import { countRounds, isNightly, reportFault } from '../../support/fault-rounds.ts'
import { createOwnPostgres } from '../../support/own-postgres.ts'
import { connectTo } from '../../support/postgres-server.ts'
import { startReissueLoad, type Sent } from '../../support/reissue-load.ts'
import { people } from '../../support/server-fixtures.ts'
import { startServe, type ServeProcess } from '../../support/serve-process.ts'
import { mountSmallDisk, type SmallDisk } from '../../support/small-disk.ts'
import { proveOutcomes, proveSound } from '../../support/verify-reissue.ts'

const userIds = [people.staff.userId, people.colleague.userId]
const rounds = countRounds({ test: 1, nightly: 5 })

function mountOrSkip(megabytes: number, skip: (note: string) => never): SmallDisk {
  if (!isNightly) return skip('fills a disk of its own: npm run nightly')
  return mountSmallDisk(megabytes) ?? skip('this user may not mount a small disk')
}

/** Fills the disk under a load until something fails; gives what was sent, from before and during. */
async function loadUntilFull(server: ServeProcess, disk: SmallDisk): Promise<Sent[]> {
  const token = await openSession(server.url, 'administrator')
  const load = startReissueLoad({ nextUrl: () => server.url, token, userIds, workers: 3 })
  await load.heard(6)
  disk.fill()
  for (let waits = 0; load.countFailures() < 3 && waits < 200; waits += 1) await load.heard(3)
  return await load.stop()
}

const failuresOf = (sent: readonly Sent[]): string[] =>
  sent.map(({ outcome }) => describeOutcome(outcome)).filter((text) => text !== '201')

/** Fills the disk and makes room, several times; `recover` brings the server back where it needs that. */
async function fillAgainAndAgain(
  server: () => ServeProcess,
  disk: SmallDisk,
  recover: (round: number) => Promise<void>,
): Promise<Sent[]> {
  const all: Sent[] = []
  for (let round = 0; round < rounds; round += 1) {
    const sent = await loadUntilFull(server(), disk)
    expect(failuresOf(sent).length).toBeGreaterThan(0)
    expect(failuresOf(sent).filter((text) => !/^50[03] /.test(text))).toEqual([])
    disk.makeRoom()
    await recover(round)
    await proveOutcomes(server().url, await openSession(server().url, 'administrator'), sent)
    all.push(...sent)
  }
  return all
}

function report(where: string, all: readonly Sent[]): void {
  const details = { reissues: all.length, 'not answered with 201': failuresOf(all).length }
  reportFault({ fault: 'disk full', where, times: rounds, details })
}

describe('the disk is full: 5xx, nothing half done, and all goes on when there is room (R10)', () => {
  it('PostgreSQL', { timeout: 3_600_000 }, async ({ skip }) => {
    const disk = mountOrSkip(400, skip)
    const own = await createOwnPostgres({ dataFolder: join(disk.folder, 'data') })
    const postgres = connectTo(own.url, () => own.stop())
    const desk = await openFaultDesk(postgres)
    const server = await startServe(desk)
    try {
      const all = await fillAgainAndAgain(
        () => server,
        disk,
        // It panics when it cannot write its log, and then starts again only once there is room.
        async () => {
          if (!(await own.isReady())) await own.start()
        },
      )
      await proveSound(
        desk.db,
        all.map(({ order }) => order),
      )
      expect(all.length).toBeGreaterThan(rounds)
      report('data of PostgreSQL, under a load of reissues', all)
    } finally {
      await server.end('SIGKILL')
      await desk.close()
      await postgres.stop()
      disk.remove()
    }
  })

  it('embedded', { timeout: 3_600_000 }, async ({ skip }) => {
    const disk = mountOrSkip(300, skip)
    const dataDir = join(disk.folder, 'data')
    mkdirSync(dataDir, { mode: 0o700 })
    await createEmbeddedDesk(dataDir)
    let server = await startServe({ dataDir })
    try {
      const all = await fillAgainAndAgain(
        () => server,
        disk,
        // It goes on by itself; every other time it is killed in that state instead.
        async (round) => {
          if (round % 2 === 0) return
          await server.end('SIGKILL')
          server = await startServe({ dataDir, port: server.port })
        },
      )
      await server.end('SIGTERM')
      const database = await openDatabase({ kind: 'embedded', dataDir })
      await proveSound(
        database.db,
        all.map(({ order }) => order),
      )
      await database.close()
      expect(all.length).toBeGreaterThan(rounds)
      report('data directory, embedded, under a load of reissues', all)
    } finally {
      await server.end('SIGKILL')
      disk.remove()
    }
  })
})
