import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OpenDatabase } from '../../../src-server/database/open-database.ts'
import { hashEvent } from '../../../src-server/modules/audit/audit-chain-policy.ts'
import { readAuditProof } from '../../../src-server/modules/audit/audit-reading-service.ts'
import { createAuditRepository } from '../../../src-server/modules/audit/audit-repository.ts'
import { createAuditService, type AuditEvent } from '../../../src-server/modules/audit/audit-service.ts'
import { verifyAuditChain } from '../../../src-server/modules/audit/audit-verification-service.ts'
import { keepAudit, rewriteFrom, tamper } from '../../support/audit-tampering.ts'
import { hostileText } from '../../support/hostile-text.ts'
import { databaseKinds, startTestDatabases, type TestDatabases } from '../../support/test-database.ts'

const EVENTS = 1000
const at = new Date('2026-11-23T03:00:00.123Z')
const audit = createAuditService(() => at)

const event = (details: AuditEvent['details']): AuditEvent => ({
  action: 'read_user',
  outcome: 'done',
  actor: { memberId: 'M-1', userId: 'U-1' },
  origin: { requestId: 'r', remoteAddress: '127.0.0.1' },
  ...(details ? { details } : {}),
})

describe.each(databaseKinds)('the chain of the audit (%s) (P24)', (kind) => {
  let databases: TestDatabases
  let database: OpenDatabase
  let putBack: () => Promise<void>

  beforeAll(async () => {
    databases = await startTestDatabases(kind)
    database = await databases.open()
    await sql`insert into audit_events (at, action, outcome, actor_member_id, actor_user_id, request_id, details)
      select ${at}::timestamptz + n * interval '1 ms', 'read_user', 'done', 'M-1', 'U-' || n, 'r-' || n, jsonb_build_object('n', n)
      from generate_series(1, ${EVENTS}::int) n`.execute(database.db)
    putBack = await keepAudit(database.db)
  })
  afterAll(async () => {
    await database.close()
    await databases.stop()
  })

  const verify = async (recorded: { seq: number; hash: string }[] = [], pageRows?: number) => {
    const heads = recorded.map(({ seq, hash }) => ({ seq: String(seq), hash }))
    const verdict = await verifyAuditChain({
      db: database.db,
      recorded: heads,
      ...(pageRows === undefined ? {} : { pageRows }),
    })
    return verdict.intact ? `intact ${verdict.events}` : `${verdict.found.kind} ${verdict.found.seq}`
  }
  /** What is found after tampering; everything is as before afterwards. */
  const verifyAfter = async (...statements: string[]): Promise<string> => {
    await tamper(database.db, ...statements)
    try {
      return await verify()
    } finally {
      await putBack()
    }
  }

  it('is intact, whatever the size of a page, and its recorded heads are in it', async () => {
    const head = await readAuditProof(database.db, at)
    expect(head).toMatchObject({ seq: EVENTS, at: at.toISOString() })
    expect(await verify([head])).toBe(`intact ${EVENTS}`)
    expect(await verify([head, { seq: 0, hash: '00'.repeat(32) }], 333)).toBe(`intact ${EVENTS}`)
    expect(await verify([{ seq: 0, hash: '01'.repeat(32) }])).toBe('recorded_missing 0')
  })

  it.each([1, 2, 500, 999, 1000])('event %i changed in any field is named', async (seq) => {
    const changes = [
      "at = at + interval '1 ms'",
      "action = 'read_audit'",
      "outcome = 'refused'",
      'actor_member_id = null',
      "actor_user_id = 'U-else'",
      "target_member_id = ''",
      "target_user_id = 'U-1'",
      "request_id = request_id || ' '",
      "remote_address = '127.0.0.1'",
      `details = '{"n": "${seq}"}'`,
      "hash = sha256('x')",
    ]
    for (const change of seq === 500 ? changes : changes.slice(-2)) {
      expect([change, await verifyAfter(`update audit_events set ${change} where seq = ${seq}`)]).toEqual([
        change,
        `changed ${seq}`,
      ])
    }
    const unlinked = await verifyAfter(`update audit_events set prev_hash = sha256('x') where seq = ${seq}`)
    expect(unlinked).toBe(`unlinked ${seq}`)
  })

  it.each([
    ['deleted', 'delete from audit_events where seq = 1', 'missing 2'],
    ['deleted', 'delete from audit_events where seq between 500 and 510', 'missing 511'],
    ['deleted at the end', 'delete from audit_events where seq = 1000', 'head_differs 1000'],
    ['all deleted', 'truncate audit_events', 'head_differs 1000'],
    [
      'exchanged',
      'update audit_events set seq = case seq when 500 then -501 else -500 end where seq in (500, 501); update audit_events set seq = -seq where seq < 0',
      'unlinked 500',
    ],
    ['numbered below the first', 'update audit_events set seq = -5 where seq = 7', 'unlinked -5'],
    [
      'put in',
      "insert into audit_events select (jsonb_populate_record(e, jsonb_build_object('seq', 1001))).* from audit_events e where seq = 1000",
      'unlinked 1001',
    ],
    [
      'rewritten together with its own hash',
      "update audit_events e set action = 'x' where seq = 500; update audit_events e set hash = audit_hash(e) where seq = 500",
      'unlinked 501',
    ],
    ['the head set back', 'update audit_head set seq = 999', 'head_differs 999'],
    ['the head taken away', 'delete from audit_head', 'head_differs 0'],
  ])('%s: %s → %s', async (_what, statements, found) => {
    expect(await verifyAfter(...statements.split('; '))).toBe(found)
  })

  it('what agrees with itself again is told by a head kept elsewhere, and by nothing else', async () => {
    const kept = await readAuditProof(database.db, at)
    await tamper(database.db, "update audit_events set outcome = 'refused' where seq = 900", rewriteFrom(900))
    expect([await verify(), await verify([kept])]).toEqual([`intact ${EVENTS}`, `recorded_differs ${EVENTS}`])
    await putBack()
    await tamper(database.db, 'delete from audit_events where seq > 950', rewriteFrom(950))
    expect([await verify(), await verify([kept])]).toEqual(['intact 950', `recorded_missing ${EVENTS}`])
    await putBack()
    await tamper(
      database.db,
      'truncate audit_events',
      "update audit_head set seq = 0, hash = decode(repeat('00', 32), 'hex')",
    )
    expect([await verify(), await verify([kept])]).toEqual(['intact 0', `recorded_missing ${EVENTS}`])
    await putBack()
    expect(await verify([kept])).toBe(`intact ${EVENTS}`)
  })

  it('the owner cannot change it without switching triggers off', async () => {
    for (const statement of [
      "update audit_events set action = 'x'",
      'delete from audit_events',
      'truncate audit_events',
    ])
      await expect(sql.raw(statement).execute(database.db)).rejects.toThrow('append-only')
  })

  it('hashes the same in TypeScript as in SQL, whatever the texts are (P23)', async () => {
    const json = fc.oneof(
      hostileText,
      fc.double({ noDefaultInfinity: true, noNaN: true }),
      fc.boolean(),
      fc.maxSafeInteger(),
    )
    const row = fc.record({
      at: fc.date({
        min: new Date('0001-01-01T00:00:00Z'),
        max: new Date('9999-12-31T23:59:59Z'),
        noInvalidDate: true,
      }),
      action: hostileText,
      outcome: fc.constantFrom('done' as const, 'refused' as const),
      actor_member_id: fc.option(hostileText),
      actor_user_id: fc.option(hostileText),
      target_member_id: fc.option(hostileText),
      target_user_id: fc.option(hostileText),
      request_id: fc.option(hostileText),
      remote_address: fc.option(hostileText),
      details: fc.dictionary(hostileText, json, { maxKeys: 5 }).map((details) => JSON.stringify(details)),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows) => {
        const before = await createAuditRepository(database.db).readHead()
        await database.db.insertInto('audit_events').values(rows).execute()
        const chain = await createAuditRepository(database.db).listChain(before?.seq, 100)
        expect(chain).toHaveLength(rows.length)
        expect(chain.map((link) => hashEvent(link.prevHash ?? '', link))).toEqual(chain.map(({ hash }) => hash))
        expect(chain.map(({ action }) => action)).toEqual(rows.map(({ action }) => action))
      }),
      { numRuns: 30 },
    )
    expect(await verify()).toMatch(/^intact/)
  })

  it('appended by many at once it stays one line, and verifying meanwhile is not confused (P21)', async () => {
    const before = await readAuditProof(database.db, at)
    const appends: Promise<void>[] = []
    const verdict = await verifyAuditChain({
      db: database.db,
      pageRows: 100,
      onProgress: (events) => {
        for (let index = 0; index < 5; index += 1) appends.push(audit.append(database.db, event({ events, index })))
      },
    })
    expect(verdict.intact && Number(verdict.head.seq)).toBeGreaterThanOrEqual(before.seq)
    expect(appends.length).toBeGreaterThanOrEqual(50)
    await Promise.all(appends)
    const after = await readAuditProof(database.db, at)
    expect(after.seq).toBe(before.seq + appends.length)
    expect(await verify([before, after])).toMatch(/^intact/)
  })

  it('a copy put back elsewhere is the same chain (R13)', async () => {
    const kept = await readAuditProof(database.db, at)
    const copy = await sql<{ events: string; heads: string }>`select
      (select jsonb_agg(to_jsonb(e))::text from audit_events e) as events,
      (select jsonb_agg(to_jsonb(h))::text from audit_head h) as heads`.execute(database.db)
    const { events = '', heads = '' } = copy.rows[0] ?? {}
    const other = await databases.open()
    try {
      await sql`alter table audit_events disable trigger user`.execute(other.db)
      await sql`insert into audit_events select * from jsonb_populate_recordset(null::audit_events, ${events}::jsonb)`.execute(
        other.db,
      )
      await sql`delete from audit_head`.execute(other.db)
      await sql`insert into audit_head select * from jsonb_populate_recordset(null::audit_head, ${heads}::jsonb)`.execute(
        other.db,
      )
      await sql`alter table audit_events enable trigger user`.execute(other.db)
      await audit.append(other.db, event({ first: 'here' }))
      const recorded = [{ seq: String(kept.seq), hash: kept.hash }]
      expect(await verifyAuditChain({ db: other.db, recorded })).toMatchObject({ intact: true, events: kept.seq + 1 })
    } finally {
      await other.close()
    }
  })

  it('an event that is rolled back leaves no gap', async () => {
    const before = await readAuditProof(database.db, at)
    const abort = new Error('on purpose')
    const attempt = database.db.transaction().execute(async (tx) => {
      await audit.append(tx, event({ lost: true }))
      throw abort
    })
    await expect(attempt).rejects.toBe(abort)
    await audit.append(database.db, event({ kept: true }))
    expect((await readAuditProof(database.db, at)).seq).toBe(before.seq + 1)
    expect(await verify()).toMatch(/^intact/)
  })
})
