import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callServer, describeOutcome, logIn, newOrder, openSession, sendReissue } from '../../support/desk-client.ts'
import { openFaultDesk, type FaultDesk } from '../../support/fault-desk.ts'
import { countRounds, reportFault } from '../../support/fault-rounds.ts'
import { startMailServer, type MailServer } from '../../support/mail-server.ts'
import { startPostgresServer, type PostgresServer } from '../../support/postgres-server.ts'
import { startReissueLoad, type Sent } from '../../support/reissue-load.ts'
import { people } from '../../support/server-fixtures.ts'
import { startServe, type ServeProcess } from '../../support/serve-process.ts'
import { proveOutcomes, proveSound } from '../../support/verify-reissue.ts'

let postgres: PostgresServer
let desk: FaultDesk
let mail: MailServer
let copiedKeys: string
let servers: ServeProcess[]
const sent: Sent[] = []

/** The third has a data directory of its own, with a copy of the key file in it: another machine. */
const start = (index: number, port = 0): Promise<ServeProcess> =>
  startServe({
    ...desk,
    port,
    dataDir: index === 2 ? copiedKeys : desk.dataDir,
    env: { SAIHAKKO_SMTP_URL: mail.url, SAIHAKKO_MAIL_FROM: 'desk@example.test' },
  })

beforeAll(async () => {
  postgres = await startPostgresServer()
  mail = await startMailServer()
  desk = await openFaultDesk(postgres)
  copiedKeys = mkdtempSync(join(tmpdir(), 'saihakko-keys-'))
  const first = await start(0)
  copyFileSync(join(desk.dataDir, 'server.key'), join(copiedKeys, 'server.key'))
  servers = [first, ...(await Promise.all([start(1), start(2)]))]
})
afterAll(async () => {
  for (const server of servers) await server.end('SIGKILL')
  await desk.close()
  await postgres.stop()
  await mail.close()
  rmSync(copiedKeys, { recursive: true, force: true })
})

const urlOf = (index: number): string => servers[index % servers.length]?.url ?? ''
const proveAllSound = (): Promise<void> =>
  proveSound(
    desk.db,
    sent.map(({ order }) => order),
  )
const targets = [people.staff.userId, people.colleague.userId]

describe('three server processes over one PostgreSQL', () => {
  it('a session made on one works on all, and ended on one it is ended on all with the next request (P7)', async () => {
    const token = await openSession(urlOf(0), 'administrator')
    const read = (index: number) => callServer(urlOf(index), 'GET', '/api/v1/sessions/current', { token })
    expect(await Promise.all([0, 1, 2].map(read))).toMatchObject([{ status: 200 }, { status: 200 }, { status: 200 }])
    await callServer(urlOf(2), 'DELETE', '/api/v1/sessions/current', { token })
    const after = await Promise.all([0, 1, 2].map(read))
    expect(after.map(describeOutcome)).toEqual(after.map(() => '401 session_ended'))
  })

  it('wrong passwords are counted together, and a reissue on one lifts the delay on all (P11)', async () => {
    const { loginId, userId } = people.foreignStaff
    const outcomes = []
    for (let index = 0; index < 6; index += 1) outcomes.push(await logIn(urlOf(index), loginId, 'wrong'))
    expect(outcomes.map(describeOutcome)).toEqual([
      ...outcomes.slice(1).map(() => '401 invalid_credentials'),
      '429 too_many_attempts',
    ])
    const order = newOrder(userId)
    const outcome = await sendReissue(urlOf(1), await openSession(urlOf(1), 'foreignAdministrator'), order)
    sent.push({ order, outcome })
    expect(outcome).toMatchObject({ status: 201 })
    expect(await logIn(urlOf(2), loginId, order.temporaryPassword)).toMatchObject({ status: 201 })
  })

  it('50 equal requests over all three reissue once, and any of them gives the answer again (R1)', async () => {
    const token = await openSession(urlOf(0), 'administrator')
    const order = newOrder(people.staff.userId)
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, index) => sendReissue(urlOf(index), token, order)),
    )
    const answers = outcomes.filter((outcome) => outcome.kind === 'answered')
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
    expect(answers.filter(({ status, isReplay }) => status === 201 && !isReplay)).toHaveLength(1)
    expect(answers).toHaveLength(50)
    for (const index of [0, 1, 2]) {
      expect(await sendReissue(urlOf(index), token, order)).toMatchObject({ text: answers[0]?.text, isReplay: true })
    }
    sent.push({
      order,
      outcome: { ...(await sendReissue(urlOf(1), token, order)), kind: 'lost', reason: 'one of many' },
    })
    await proveAllSound()
  })

  it('notices go out once each, whoever sends them (P8)', { timeout: 60_000 }, async () => {
    await expect.poll(countUnsent, { timeout: 50_000, interval: 100 }).toBe(0)
    const ids = mail.mails.map(({ parsed }) => parsed.messageId)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toHaveLength(await countNotices())
  })

  it(
    'one is killed under load: the others go on, and every key has one outcome (R2)',
    { timeout: 3_600_000 },
    async () => {
      const rounds = countRounds({ test: 1, nightly: 50 })
      for (let round = 0; round < rounds; round += 1) {
        const token = await openSession(urlOf(round), 'administrator')
        const victim = round % 3
        let turn = 0
        const load = startReissueLoad({ nextUrl: () => urlOf(turn++), token, userIds: targets, workers: 6 })
        await load.heard(8 + (round % 5))
        const port = servers[victim]?.port
        await servers[victim]?.end('SIGKILL')
        await load.heard(8)
        const outcomes = await load.stop()
        sent.push(...outcomes)
        expect(outcomes.some(({ outcome }) => outcome.kind === 'lost')).toBe(true)
        await proveOutcomes(urlOf(victim + 1), token, outcomes, 3)
        servers[victim] = await start(victim, port)
      }
      await proveAllSound()
      const details = { reissues: sent.length }
      reportFault({
        fault: 'kill -9 of a server',
        where: 'one of three under load, PostgreSQL',
        times: rounds,
        details,
      })
    },
  )

  it(
    'SIGTERM under load: what runs is finished, all of it within ten seconds (R7)',
    { timeout: 3_600_000 },
    async () => {
      const rounds = countRounds({ test: 1, nightly: 20 })
      let slowestMs = 0
      for (let round = 0; round < rounds; round += 1) {
        const token = await openSession(urlOf(round), 'administrator')
        const leaving = servers[round % 3]
        const port = leaving?.port
        const load = startReissueLoad({ nextUrl: () => leaving?.url ?? '', token, userIds: targets, workers: 6 })
        await load.heard(8)
        const startedAt = performance.now()
        const ending = await leaving?.end('SIGTERM')
        slowestMs = Math.max(slowestMs, performance.now() - startedAt)
        const outcomes = await load.stop()
        sent.push(...outcomes)
        expect(ending).toEqual({ code: 0, signal: null })
        // Whatever was accepted was answered: done, or turned away with nothing done. Later ones found nobody.
        const other = outcomes.map(({ outcome }) => describeOutcome(outcome)).filter((text) => text !== '201')
        expect(other.filter((text) => !/^503 overloaded$|^lost \((ECONNREFUSED|ECONNRESET)\)$/.test(text))).toEqual([])
        await proveOutcomes(urlOf(round + 1), token, outcomes, 3)
        servers[round % 3] = await start(round % 3, port)
      }
      expect(slowestMs).toBeLessThan(10_000)
      await proveAllSound()
      const details = { 'slowest end, ms': Math.round(slowestMs) }
      reportFault({ fault: 'SIGTERM', where: 'one of three servers under load, PostgreSQL', times: rounds, details })
    },
  )

  it(
    'after kills, too, every notice goes out; a second time only under the same Message-ID (P8)',
    { timeout: 90_000 },
    async () => {
      // What a killed process had claimed waits five minutes for it: nobody has to here.
      await expect.poll(countFree, { timeout: 60_000, interval: 200 }).toBe(0)
      await sql`update notification_outbox set claimed_until = null, next_attempt_at = now() where sent_at is null`.execute(
        desk.db,
      )
      await expect.poll(countUnsent, { timeout: 60_000, interval: 200 }).toBe(0)
      const ids = mail.mails.map(({ parsed }) => parsed.messageId)
      expect(new Set(ids).size).toBe(await countNotices())
    },
  )
})

const countRows = async (condition: string): Promise<number> => {
  const { rows } = await sql<{ count: number }>`select count(*) as count from notification_outbox
    where ${sql.raw(condition)}`.execute(desk.db)
  return rows[0]?.count ?? 0
}
const countNotices = (): Promise<number> => countRows('true')
const countUnsent = (): Promise<number> => countRows('sent_at is null')
const countFree = (): Promise<number> =>
  countRows('sent_at is null and (claimed_until is null or claimed_until < now())')
