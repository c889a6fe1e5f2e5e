import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createNotificationService } from '../../../src-server/modules/notifications/notification-service.ts'
import { createNodemailerTransport } from '../../../src-server/modules/notifications/nodemailer-mail-transport.ts'
import { startMailServer, type MailServer } from '../../support/mail-server.ts'
import { addressOf, createTestMailer, queueReissue, type TestMailer } from '../../support/outbox-fixtures.ts'
import { people } from '../../support/server-fixtures.ts'
import { reissue, startTestServer, type TestServer } from '../../support/test-server.ts'

let server: TestServer
let mailServer: MailServer
let mailer: TestMailer
beforeAll(async () => {
  server = await startTestServer()
  await server.db
    .updateTable('users')
    .set({ user_name: '髙橋 𠮷乃', phone: '03-9999-0001' })
    .where('user_id', '=', people.staff.userId)
    .execute()
})
afterAll(() => server.close())
beforeEach(async () => {
  await server.reset()
  mailServer = await startMailServer()
  const transport = createNodemailerTransport({ smtpUrl: mailServer.url, from: 'desk@portal.example.test' })
  mailer = createTestMailer(server.deps.databases.server, server.clock.now, transport)
  return () => mailServer.close()
})

const receivers = (): string[] => mailServer.mails.flatMap(({ to }) => to).toSorted()
const readOutbox = () => server.db.selectFrom('notification_outbox').selectAll().orderBy('queued_at').execute()

describe('notices of a reissue, delivered by SMTP (P8)', () => {
  it('tells the user and the other administrators, once, in both languages, and never the password (P22)', async () => {
    const canary = 'CanaryPassw0rd7'
    expect((await reissue(server, await server.logIn('administrator'), people.staff.userId, canary)).status).toBe(201)
    expect(await mailer.deliver()).toEqual({ sent: 2, retried: 0, givenUp: 0, isUnreachable: false })
    expect(await mailer.deliver()).toMatchObject({ sent: 0 })
    expect(receivers()).toEqual([addressOf('otherAdministrator'), addressOf('staff')])

    for (const { parsed, raw } of mailServer.mails) {
      expect(parsed.subject).toBe('【再発行デスク】パスワードが再発行されました / Saihakko Desk: Password reissued')
      expect(parsed.text).toContain('  日時: 2026年11月23日(月) 12:00（日本時間）\n  ログインID: AS000001\n')
      expect(parsed.text).toContain('  When: Mon, 23 Nov 2026, 12:00 (Japan time)\n  Login ID: AS000001\n')
      expect(parsed.text).toContain(
        '  対象の方: 髙橋 𠮷乃（アルファ商事）\n  再発行した人: 管理 花子（アルファ商事）\n',
      )
      expect(parsed.html).toBe(false)
      expect(`${raw}${parsed.text}`).not.toMatch(/CanaryPassw0rd7|https?:|03-\d{4}/)
      expect(raw).not.toContain(Buffer.from(canary).toString('base64').slice(0, 16))
      expect(parsed.from?.value).toEqual([{ name: 'Saihakko Desk', address: 'desk@portal.example.test' }])
      expect(parsed.headers.get('auto-submitted')).toBe('auto-generated')
      expect(parsed.date).toEqual(server.clock.now())
    }
    const ids = (await readOutbox()).map(({ notification_id }) => `<${notification_id}@desk.example.test>`)
    expect(mailServer.mails.map(({ parsed }) => String(parsed.messageId)).toSorted()).toEqual(ids.toSorted())
    expect(mailer.lines.join()).not.toMatch(/@|髙橋|管理|AS000001|CanaryPassw0rd7/)
  })

  it('tells the security contact of a reissue for an administrator, each in the own words', async () => {
    await server.db.updateTable('policy').set({ security_contact_email: 'security@portal.example.test' }).execute()
    await queueReissue(server.db, {
      target: 'administrator',
      issuer: 'helpdesk',
      at: server.clock.now(),
      hasSecurityContact: true,
    })
    await mailer.deliver()
    expect(receivers()).toEqual([
      addressOf('administrator'),
      addressOf('otherAdministrator'),
      'security@portal.example.test',
    ])
    const textFor = (address: string) => mailServer.mails.find(({ to }) => to.includes(address))?.parsed.text
    expect(textFor(addressOf('administrator'))).toContain('Your password was reissued.')
    expect(textFor(addressOf('otherAdministrator'))).toContain('a user of your company')
    expect(textFor('security@portal.example.test')).toContain('Compare it with the verification in the audit')
    expect(textFor('security@portal.example.test')).toContain('窓口 太郎（ヘルプデスク）')
  })

  it('tells the security contact nothing of staff', async () => {
    await queueReissue(server.db, {
      target: 'staff',
      issuer: 'administrator',
      at: server.clock.now(),
      hasSecurityContact: true,
    })
    expect((await readOutbox()).map(({ recipient_user_id }) => recipient_user_id)).not.toContain(null)
  })

  it.each(['verification_failed', 'suspicious_call'] as const)('warnings of a call: %s (P8)', async (kind) => {
    const { memberId, userId } = people.foreignAdministrator
    await server.db.updateTable('policy').set({ security_contact_email: 'security@portal.example.test' }).execute()
    const verificationId = randomUUID()
    const at = server.clock.now()
    await server.db
      .insertInto('verifications')
      .values({
        member_id: memberId,
        verification_id: verificationId,
        user_id: userId,
        operator_member_id: people.helpdesk.memberId,
        operator_user_id: people.helpdesk.userId,
        state: kind === 'suspicious_call' ? 'suspicious' : 'failed',
        started_at: at,
        expires_at: at,
        concluded_at: at,
        approval: 'not_needed',
      })
      .execute()
    await createNotificationService(randomUUID).queueVerificationAlert(server.db, {
      kind,
      memberId,
      userId,
      verificationId,
      administratorIds: [userId],
      hasSecurityContact: true,
      at,
    })
    expect(await mailer.deliver()).toMatchObject({ sent: 2 })
    expect(receivers()).toEqual([addressOf('foreignAdministrator'), 'security@portal.example.test'])
    for (const { parsed } of mailServer.mails) {
      expect(parsed.text).toContain('パスワードは変わっていません')
      expect(parsed.text).toContain('  電話を受けた人: 窓口 太郎（ヘルプデスク）')
    }
  })

  it('gives up on who has no address, and on who has left; nothing can be slipped into the headers', async () => {
    const setUser = (name: 'staff' | 'otherAdministrator', values: { email?: string | null; state?: 'disabled' }) =>
      server.db.updateTable('users').set(values).where('user_id', '=', people[name].userId).execute()
    const readFailures = async () => (await readOutbox()).map((row) => String(row.last_failure)).toSorted()
    const queue = () => queueReissue(server.db, { target: 'staff', issuer: 'administrator', at: server.clock.now() })
    try {
      await setUser('staff', { email: null })
      await setUser('otherAdministrator', { state: 'disabled' })
      await queue()
      expect(await mailer.deliver()).toMatchObject({ sent: 0, givenUp: 2 })
      expect(await readFailures()).toEqual(['no_address', 'recipient_left'])
      await setUser('staff', { email: 'a@example.test,b@example.test\r\nBcc: c@example.test' })
      await queue()
      expect(await mailer.deliver()).toMatchObject({ sent: 0, givenUp: 2 })
      expect(await readFailures()).toEqual(['bad_address', 'no_address', 'recipient_left', 'recipient_left'])
      expect(mailServer.mails).toEqual([])
    } finally {
      await setUser('staff', { email: addressOf('staff') })
      await server.db
        .updateTable('users')
        .set({ state: 'active' })
        .where('user_id', '=', people.otherAdministrator.userId)
        .execute()
    }
  })
})
