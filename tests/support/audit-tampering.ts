import { sql, type Kysely } from 'kysely'
import type { Tables } from '../../src-server/database/tables.ts'

/** What somebody can do who owns the tables: changes nothing but what `statements` say, with all triggers off. */
export async function tamper(db: Kysely<Tables>, ...statements: readonly string[]): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`alter table audit_events disable trigger user`.execute(tx)
    for (const statement of statements) await sql.raw(statement).execute(tx)
    await sql`alter table audit_events enable trigger user`.execute(tx)
  })
}

/** Keeps the audit as it is now; the result puts it back. */
export async function keepAudit(db: Kysely<Tables>): Promise<() => Promise<void>> {
  await sql`create table kept_events as select * from audit_events`.execute(db)
  await sql`create table kept_head as select * from audit_head`.execute(db)
  return () =>
    tamper(
      db,
      'truncate audit_events, audit_head',
      'insert into audit_events select * from kept_events',
      'insert into audit_head select * from kept_head',
    )
}

/** Hashes everything from an event on anew, and the head: the whole rest of the chain agrees with itself again. */
export const rewriteFrom = (seq: number): string => `do $$
  declare event audit_events; last bytea; begin
    select hash into last from audit_events where seq < ${seq} order by seq desc limit 1;
    last := coalesce(last, decode(repeat('00', 32), 'hex'));
    for event in select * from audit_events where seq >= ${seq} order by seq loop
      event.prev_hash := last;
      last := audit_hash(event);
      update audit_events set prev_hash = event.prev_hash, hash = last where seq = event.seq;
    end loop;
    update audit_head set hash = last, seq = (select coalesce(max(seq), 0) from audit_events);
  end $$`
