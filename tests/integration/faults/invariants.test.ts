import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBrokenInvariants, invariantNames } from '../../support/check-invariants.ts'
import { seedVerification } from '../../support/seeded-verifications.ts'
import { people } from '../../support/server-fixtures.ts'
import { reissue, startTestServer, type TestServer } from '../../support/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  await server.logIn('staff')
  const administrator = await server.logIn('administrator')
  await reissue(server, administrator, people.staff.userId, 'Tk7mQx93Rw')
  await reissue(server, administrator, people.colleague.userId, 'Zw8nPv46Hd')
  const pass = { operator: people.helpdesk, target: people.administrator, state: 'passed' } as const
  await seedVerification(server.db, pass, server.clock.now())
  await seedVerification(server.db, pass, server.clock.now())
})
afterAll(() => server.close())

const insertIntents = (statusAndEnd: string): string => `insert into reissue_intents (member_id, reissue_id, user_id,
    operator_member_id, operator_user_id, idempotency_key, account_id, version_before, origin, requested_at, valid_until,
    held_until, status, concluded_at)
  select member_id, gen_random_uuid(), user_id, member_id, user_id, gen_random_uuid(), 'x', 'x', 'generated', now(), now(),
    now(), ${statusAndEnd} from users`

/** One way to break each rule. */
const sabotage: Readonly<Record<string, string>> = {
  'a reissue is audited once, as done': `update audit_events set outcome = 'refused' where action = 'reissue_password'`,
  'what is audited as reissued is there': `update reissues set reissue_id = gen_random_uuid()`,
  'a temporary verifier is that of the newest reissue, and can be used': `update reissues set superseded_at = now()`,
  'only the reissue of the verifier can be used': `update credentials set kind = 'chosen', expires_at = null, reissue_id = null`,
  'a key holds the answer of a reissue by its operator': `update idempotency_keys set response = 'null'`,
  'one key per reissue': `insert into idempotency_keys
    select operator_user_id, gen_random_uuid(), fingerprint, response, created_at, expires_at from idempotency_keys`,
  'a reissue is told to the user and to the other administrators, to each once': `delete from notification_outbox
    where recipient_user_id <> subject_user_id`,
  'no notice without a reissue': `update notification_outbox set reissue_id = gen_random_uuid()`,
  'a session that is open was opened after the last reissue': `update sessions set ended_at = null, end_reason = null`,
  'a verification that was used names its reissue': `update verifications set reissue_id = gen_random_uuid()`,
  'a reissue uses one verification': `update verifications set reissue_id = (select reissue_id from reissues limit 1)`,
  'a reissue names the verification that it used': `update reissues set verification_id = gen_random_uuid()`,
  'a reissue in a directory is written down before, and concluded with it': insertIntents("'applied', now()"),
  'what is asked of a directory was audited before': insertIntents("'requested', null"),
  'one reissue of a user in a directory is open at most': `do $$ begin
    drop index reissue_intents_open;
    ${insertIntents("'requested', null")};
    ${insertIntents("'requested', null")};
  end $$`,
  'whoever lives in a directory has no verifier here': `update users set directory_account_id = user_id,
    directory_state = 'active', directory_password_state = 'active', directory_version = 'x'`,
  'every event hangs on the one before': `delete from audit_events where seq = 2`,
  'every event has its own hash': `update audit_events set remote_address = 'elsewhere' where seq = 2`,
  'the head is the last event': `delete from audit_events where seq = (select max(seq) from audit_events)`,
}

describe('the checker of the fault tests (R2)', () => {
  it('finds nothing in a sound database', async () => {
    expect(await findBrokenInvariants(server.db)).toEqual([])
    expect(invariantNames).toEqual(Object.keys(sabotage))
  })

  it.each(Object.entries(sabotage))('finds a database in which this no longer holds: %s', async (name, statement) => {
    const transaction = await server.db.startTransaction().execute()
    try {
      // Without triggers and foreign keys, which would not let it happen.
      await sql`set local session_replication_role = replica`.execute(transaction)
      await sql.raw(statement).execute(transaction)
      const broken = (await findBrokenInvariants(transaction)).map((found) => found.slice(0, found.lastIndexOf(': ')))
      expect(broken).toContain(name)
    } finally {
      await transaction.rollback().execute()
    }
  })
})
