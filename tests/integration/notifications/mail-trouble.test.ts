import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { OpenDatabase } from '../../../src-server/database/open-database.ts'
import type { MailTransportPort } from '../../../src-server/modules/notifications/mail-transport-port.ts'
import {
  createNodemailerTransport,
  defaultMailTimeouts,
} from '../../../src-server/modules/notifications/nodemailer-mail-transport.ts'
import { createOutboxRepository } from '../../../src-server/modules/notifications/outbox-repository.ts'
import { startMailer } from '../../../src-server/modules/notifications/start-mailer.ts'
import { createPasswordVerifier } from '../../../src-server/security/password-verifier.ts'
import { createFixedClock, DAY_MS, HOUR_MS, MINUTE_MS, type FixedClock } from '../../support/fixed-clock.ts'
import { startMailServer, type MailServer, type MailServerOptions } from '../../support/mail-server.ts'
import { addressOf, createTestMailer, queueReissue } from '../../support/outbox-fixtures.ts'
import { insertPeople, restorePeople } from '../../support/server-fixtures.ts'
import { startTestDatabases, type TestDatabases } from '../../support/test-database.ts'

const passwords = createPasswordVerifier({ maxConcurrent: 2, maxQueued: 50 })
const from = 'desk@portal.example.test'
const idle = { sent: 0, retried: 0, givenUp: 0, isUnreachable: false }

let databases: TestDatabases
let database: OpenDatabase
let clock: FixedClock
let opened: MailServer[]
beforeAll(async () => {
  databases = await startTestDatabases('postgres')
  database = await databases.open()
  await insertPeople(database.db, passwords, new Date('2026-01-01T00:00:00.000Z'))
})
afterAll(async () => {
  await database.close()
  await databases.stop()
})
beforeEach(async () => {
  await restorePeople(database.db, passwords, new Date('2026-01-01T00:00:00.000Z'))
  clock = createFixedClock()
  opened = []
  return async () => {
    for (const mailServer of opened) await mailServer.close()
  }
})

const startMails = async (options?: MailServerOptions): Promise<MailServer> => {
  const mailServer = await startMailServer(options)
  opened.push(mailServer)
  return mailServer
}
const mailerTo = (smtpUrl: string, timeouts = defaultMailTimeouts) =>
  createTestMailer(database.databases.server, clock.now, createNodemailerTransport({ smtpUrl, from, timeouts }))
/** Two notices: for the user and for the other administrator. */
const queue = () => queueReissue(database.db, { target: 'staff', issuer: 'administrator', at: clock.now() })
const readOutbox = () => database.db.selectFrom('notification_outbox').selectAll().execute()
const receivers = ({ mails }: MailServer) => mails.flatMap(({ to }) => to).toSorted()
const both = [addressOf('otherAdministrator'), addressOf('staff')]

describe('a mail server that is down (R4)', () => {
  it('is asked again later and later, and every notice arrives once when it is back (P8)', async () => {
    const first = await startMailServer()
    await first.close()
    await queue()
    const mailer = mailerTo(first.url)
    expect(await mailer.deliver()).toEqual({ ...idle, retried: 2, isUnreachable: true })
    expect(await mailer.deliver()).toEqual(idle)
    clock.advance(MINUTE_MS)
    expect(await mailer.deliver()).toMatchObject({ retried: 2 })
    clock.advance(MINUTE_MS)
    expect(await mailer.deliver()).toEqual(idle)

    const back = await startMails({ port: first.port })
    clock.advance(MINUTE_MS)
    expect(await mailer.deliver()).toMatchObject({ sent: 2 })
    clock.advance(DAY_MS)
    expect(await mailer.deliver()).toEqual(idle)
    expect(receivers(back)).toEqual(both)
    for (const row of await readOutbox())
      expect(row).toMatchObject({ attempts: 3, failed_at: null, last_failure: null, claimed_until: null })
  })

  it('is given up after three days, with the reason and without an address', async () => {
    const gone = await startMailServer()
    await gone.close()
    await queue()
    const mailer = mailerTo(gone.url)
    let hours = 0
    for (; (await readOutbox()).some(({ failed_at }) => failed_at === null) && hours < 100; hours += 1) {
      await mailer.deliver()
      clock.advance(HOUR_MS)
    }
    expect(hours).toBeGreaterThan(71)
    expect(hours).toBeLessThan(80)
    for (const { last_failure } of await readOutbox()) expect(last_failure).toBe('ESOCKET')
    clock.advance(DAY_MS)
    expect(await mailer.deliver()).toEqual(idle)
  })
})

describe('what a mail server refuses', () => {
  it('for now (4xx) is tried again; for good (5xx) is given up with the status', async () => {
    let greylisted = true
    const mailServer = await startMails({
      refuseAddress: (address) => (address === addressOf('staff') ? (greylisted ? 451 : undefined) : 550),
    })
    await queue()
    const mailer = mailerTo(mailServer.url)
    expect(await mailer.deliver()).toEqual({ ...idle, retried: 1, givenUp: 1 })
    const codes = (await readOutbox()).map(({ last_failure, failed_at }) => [last_failure, failed_at])
    expect(codes).toEqual(
      expect.arrayContaining([
        ['451', null],
        ['550', clock.now()],
      ]),
    )
    greylisted = false
    clock.advance(MINUTE_MS)
    expect(await mailer.deliver()).toMatchObject({ sent: 1 })
    expect(receivers(mailServer)).toEqual([addressOf('staff')])
    expect(mailer.lines.join()).not.toContain('@')
  })

  it('a mail as a whole for good (554) is given up, an account is not: that is for the operators to mend', async () => {
    const mailServer = await startMails({ refuseMail: () => 554 })
    await queue()
    expect(await mailerTo(mailServer.url).deliver()).toMatchObject({ givenUp: 2 })

    const strict = await startMails({
      smtp: { authOptional: false, allowInsecureAuth: true, onAuth: (_auth, _session, done) => done(null, {}) },
    })
    await queue()
    const mailer = mailerTo(strict.url.replace('//', '//desk:wrong-canary@'))
    expect(await mailer.deliver()).toEqual({ ...idle, retried: 2, isUnreachable: true })
    expect((await readOutbox()).map((row) => String(row.last_failure)).toSorted()).toEqual(['535', '535', '554', '554'])
    expect(mailer.lines.join()).not.toContain('canary')
  })
})

it('a notice that cannot be written waits, and keeps no other', async () => {
  const mailServer = await startMails()
  const setZone = (timeZone: string) =>
    database.db.updateTable('members').set({ time_zone: timeZone }).where('member_id', '=', 'M-B').execute()
  await setZone('Nowhere/None')
  await queueReissue(database.db, { target: 'foreignStaff', issuer: 'foreignAdministrator', at: clock.now() })
  await queue()
  const mailer = mailerTo(mailServer.url)
  expect(await mailer.deliver()).toEqual({ ...idle, sent: 2, retried: 1 })
  expect((await readOutbox()).flatMap(({ last_failure }) => last_failure ?? [])).toEqual(['internal'])
  await setZone('Asia/Tokyo')
  clock.advance(MINUTE_MS)
  expect(await mailer.deliver()).toMatchObject({ sent: 1 })
})

describe('several mailers over one database', () => {
  it('send every notice once, whoever takes it (P8)', async () => {
    const mailServer = await startMails()
    for (let index = 0; index < 20; index += 1) await queue()
    const mailers = [1, 2, 3].map(() => mailerTo(mailServer.url))
    const reports = await Promise.all(mailers.map((mailer) => mailer.deliver()))
    expect(reports.reduce((sum, { sent }) => sum + sent, 0)).toBe(40)
    const ids = mailServer.mails.map(({ parsed }) => parsed.messageId)
    expect([ids.length, new Set(ids).size]).toEqual([40, 40])
  })

  it('pass over what another one is taking at that moment, without waiting (P8)', async () => {
    for (let index = 0; index < 3; index += 1) await queue()
    const [at, until] = [clock.now(), new Date(clock.now().getTime() + MINUTE_MS)]
    const claimed = await database.db
      .transaction()
      .execute(async (tx) => [
        ...(await createOutboxRepository(tx).claimDue(at, until, 2)),
        ...(await createOutboxRepository(database.databases.server).claimDue(at, until, 2)),
        ...(await createOutboxRepository(tx).claimDue(at, until, 1)),
      ])
    expect(new Set(claimed.map(({ notificationId }) => notificationId)).size).toBe(5)
  })

  it('after one was killed between the yes of the mail server and the mark: once more, with the same Message-ID', async () => {
    const mailServer = await startMails()
    await database.db.updateTable('users').set({ email: null }).where('user_id', '=', 'U-A-ADMIN2').execute()
    await queue()
    const transport = createNodemailerTransport({ smtpUrl: mailServer.url, from })
    const accepted = Promise.withResolvers<void>()
    const dying: MailTransportPort = {
      send: async (mail, signal) => {
        await transport.send(mail, signal)
        accepted.resolve()
        return await new Promise(() => {})
      },
    }
    void createTestMailer(database.databases.server, clock.now, dying).deliver()
    await accepted.promise
    const other = mailerTo(mailServer.url)
    clock.advance(4 * MINUTE_MS)
    expect(await other.deliver()).toEqual(idle)
    clock.advance(MINUTE_MS)
    expect(await other.deliver()).toMatchObject({ sent: 1 })
    const [first, second, ...more] = mailServer.mails.map(({ parsed }) => parsed.messageId)
    expect([first === second, more]).toEqual([true, []])
    await database.db
      .updateTable('users')
      .set({ email: addressOf('otherAdministrator') })
      .where('user_id', '=', 'U-A-ADMIN2')
      .execute()
  })
})

describe('a slow mail server (R5)', () => {
  it('holds no transaction open, and no other mailer takes what is on its way', async () => {
    let answer: () => void = () => {}
    const held = new Promise<void>((resolve) => (answer = resolve))
    let reached: () => void = () => {}
    const arrived = new Promise<void>((resolve) => (reached = resolve))
    const mailServer = await startMails({
      refuseMail: async () => {
        reached()
        await held
        return undefined
      },
    })
    await queue()
    const delivering = mailerTo(mailServer.url).deliver()
    await arrived
    const { rows } = await sql<{ open: number }>`select count(*)::int as open from pg_stat_activity
      where datname = current_database() and state like 'idle in transaction%'`.execute(database.db)
    expect(rows).toEqual([{ open: 0 }])
    expect(await mailerTo(mailServer.url).deliver()).toEqual(idle)
    answer()
    expect(await delivering).toMatchObject({ sent: 2 })
    expect(receivers(mailServer)).toEqual(both)
  })

  it('is left after its time, and the notices wait', async () => {
    const mailServer = await startMails({ refuseMail: () => new Promise(() => {}) })
    await queue()
    const mailer = mailerTo(mailServer.url, { connectMs: 1000, silenceMs: 5000, totalMs: 100 })
    expect(await mailer.deliver()).toEqual({ ...idle, retried: 2, isUnreachable: true })
    expect((await readOutbox()).map(({ last_failure }) => last_failure)).toEqual(['EABORT', 'EABORT'])
  })

  it('is waited for when the server ends, for as long as it may take (R7)', async () => {
    let reached: () => void = () => {}
    const arrived = new Promise<void>((resolve) => (reached = resolve))
    const mailServer = await startMails({
      refuseMail: async () => {
        reached()
        await wait(100)
        return undefined
      },
    })
    await queue()
    const log = { info: () => {}, warn: () => {} }
    const mailer = startMailer({
      db: database.databases.server,
      clock: clock.now,
      mail: { smtpUrl: mailServer.url, from },
      log,
    })
    await arrived
    await mailer.stop(5000)
    expect(receivers(mailServer)).toEqual(both)
    for (const { sent_at } of await readOutbox()) expect(sent_at).toEqual(clock.now())
  })
})
