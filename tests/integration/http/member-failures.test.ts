import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { userDetailSchema } from '../../../src-shared/api/users.ts'
import { createNotificationService } from '../../../src-server/modules/notifications/notification-service.ts'
import { createPolicyService } from '../../../src-server/modules/policy/policy-service.ts'
import { createMemberAlertService } from '../../../src-server/modules/verifications/member-alert-service.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../support/fixed-clock.ts'
import { seedSession } from '../../support/seeded-sessions.ts'
import { seedVerification } from '../../support/seeded-verifications.ts'
import { people, type PersonName } from '../../support/server-fixtures.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'
import { clearVerifications } from '../../support/verification-steps.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())
beforeEach(async () => {
  await clearVerifications(server)
  await server.db.updateTable('members').set({ failures_alerted_at: null }).execute()
})

/** As every server process has one. */
const alertsOf = () =>
  createMemberAlertService({
    db: server.deps.databases.server,
    clock: server.clock.now,
    policy: createPolicyService(),
    notifications: createNotificationService(randomUUID),
  })

/** A verification for somebody, begun now; what is left open is broken off after ten minutes. */
const verify = (target: PersonName, state: 'open' | 'failed' | 'suspicious' | 'passed'): Promise<string> =>
  seedVerification(server.db, { operator: people.helpdesk, target: people[target], state }, server.clock.now())

const readNotices = (): Promise<{ kind: string; recipient: string | null; verification: string | null }[]> =>
  server.db
    .selectFrom('notification_outbox')
    .select(['kind', 'recipient_user_id as recipient', 'verification_id as verification'])
    .orderBy('queued_at')
    .orderBy('recipient_user_id')
    .execute()

const readWarnings = async (target: PersonName): Promise<unknown[]> => {
  const token = await seedSession(server.db, people.helpdesk, 'full', server.clock.now())
  const answer = await server.call('GET', `/api/v1/users/${people[target].userId}`, { token })
  return userDetailSchema.parse(answer.body).warnings.filter(({ code }) => code === 'member_refused_lately')
}

describe('failures of verifications, counted for a member (H3)', () => {
  it('are told to its administrators and the security contact, broken off ones too, and shown at each of its users', async () => {
    await server.db.updateTable('policy').set({ security_contact_email: 'security@example.test' }).execute()
    await verify('administrator', 'failed')
    await verify('otherAdministrator', 'open')
    await verify('administrator', 'passed')
    for (let other = 0; other < 2; other += 1) await verify('foreignAdministrator', 'suspicious')
    server.clock.advance(MINUTE_MS)
    const last = await verify('administrator', 'open')
    server.clock.advance(10 * MINUTE_MS)
    expect(await alertsOf().alertDue()).toBe(0)
    expect(await readWarnings('staff')).toEqual([])
    server.clock.advance(1)
    expect(await alertsOf().alertDue()).toBe(1)
    const told = [people.administrator.userId, people.otherAdministrator.userId, null]
    expect(await readNotices()).toEqual(
      told.map((recipient) => ({ kind: 'repeated_failures', recipient, verification: last })),
    )
    expect(await readWarnings('staff')).toEqual([{ code: 'member_refused_lately', count: 3 }])
    expect(await readWarnings('foreignStaff')).toEqual([])
  })

  it('are told once an hour at most, only when there are new ones, and by one of several processes', async () => {
    for (let failure = 0; failure < 3; failure += 1) await verify('administrator', 'failed')
    const first = await Promise.all(Array.from({ length: 4 }, () => alertsOf().alertDue()))
    expect(first.reduce((sum, told) => sum + told)).toBe(1)
    server.clock.advance(MINUTE_MS)
    await verify('otherAdministrator', 'failed')
    expect(await alertsOf().alertDue()).toBe(0)
    server.clock.advance(HOUR_MS - MINUTE_MS)
    expect(await alertsOf().alertDue()).toBe(1)
    server.clock.advance(2 * HOUR_MS)
    expect(await alertsOf().alertDue()).toBe(0)
    expect(await readNotices()).toHaveLength(4)
  })

  it('are forgotten after a day, and told all the same when a clock goes back', async () => {
    for (let failure = 0; failure < 2; failure += 1) await verify('administrator', 'failed')
    server.clock.advance(DAY_MS)
    await verify('administrator', 'failed')
    expect(await alertsOf().alertDue()).toBe(0)
    for (let failure = 0; failure < 2; failure += 1) await verify('administrator', 'failed')
    const ahead = new Date(server.clock.now().getTime() + DAY_MS)
    await server.db.updateTable('members').set({ failures_alerted_at: ahead }).execute()
    expect([await alertsOf().alertDue(), await alertsOf().alertDue()]).toEqual([1, 0])
  })
})
