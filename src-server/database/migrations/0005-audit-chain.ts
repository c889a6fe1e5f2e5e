import { sql, type Kysely } from 'kysely'

/**
 * Chains the audit (P24): every row carries the hash of the one before it, and its own. A trigger does it under a lock on the
 * one row of `audit_head`, so that it holds for whoever inserts, in the transaction of the act itself. Events from before
 * this migration are chained here, in their order. Reversible; the proof of what was there is lost by it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of statementsBack) await sql.raw(statement).execute(db)
}

const statements = [
  `create table audit_head (
     "only" boolean primary key default true check ("only"),
     seq bigint not null,
     hash bytea not null)`,
  // The first link hangs on 32 zero bytes.
  "insert into audit_head (seq, hash) values (0, decode(repeat('00', 32), 'hex'))",
  'alter table audit_events alter seq drop identity',
  'alter table audit_events add prev_hash bytea, add hash bytea',
  // Every field with its length, so that no two events read the same; absent ones as "-".
  `create function audit_field(value text) returns text language sql immutable parallel safe as
     $$ select case when value is null then '-' else octet_length(value) || ':' || value end $$`,
  `create function audit_hash(event audit_events) returns bytea language sql stable as
     $$ select sha256(event.prev_hash || convert_to(
       audit_field(event.seq::text)
       || audit_field(to_char(event.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
       || audit_field(event.action) || audit_field(event.outcome)
       || audit_field(event.actor_member_id) || audit_field(event.actor_user_id)
       || audit_field(event.target_member_id) || audit_field(event.target_user_id)
       || audit_field(event.request_id) || audit_field(event.remote_address)
       || audit_field(event.details::text), 'UTF8')) $$`,
  // SECURITY: P24. Runs as the owner, so that the service itself needs no right to write the head.
  `create function chain_audit_event() returns trigger language plpgsql security definer as
     $$ declare head audit_head; begin
       select * into head from audit_head for update;
       new.seq := head.seq + 1;
       new.prev_hash := head.hash;
       new.hash := audit_hash(new);
       update audit_head set seq = new.seq, hash = new.hash;
       return new;
     end $$`,
  'alter table audit_events disable trigger audit_events_append_only',
  // Events of before keep their numbers, gaps included.
  `do $$ declare event audit_events; head audit_head; begin
     select * into head from audit_head;
     for event in select * from audit_events order by seq loop
       event.prev_hash := head.hash;
       event.hash := audit_hash(event);
       update audit_events set prev_hash = event.prev_hash, hash = event.hash where seq = event.seq;
       head.seq := event.seq;
       head.hash := event.hash;
     end loop;
     update audit_head set seq = head.seq, hash = head.hash;
   end $$`,
  'alter table audit_events enable trigger audit_events_append_only',
  'alter table audit_events alter prev_hash set not null, alter hash set not null',
  `create trigger audit_events_chain before insert on audit_events
     for each row execute function chain_audit_event()`,
  'create index audit_events_of_target on audit_events (target_user_id, seq)',
  'create index audit_events_of_actor on audit_events (actor_user_id, seq)',
  'create index audit_events_of_member on audit_events (target_member_id, seq)',
]

const statementsBack = [
  'drop index audit_events_of_target',
  'drop index audit_events_of_actor',
  'drop index audit_events_of_member',
  'drop trigger audit_events_chain on audit_events',
  'drop function chain_audit_event()',
  'drop function audit_hash(audit_events)',
  'drop function audit_field(text)',
  'alter table audit_events drop prev_hash, drop hash',
  'drop table audit_head',
  'alter table audit_events alter seq add generated always as identity',
  "select setval(pg_get_serial_sequence('audit_events', 'seq'), coalesce((select max(seq) from audit_events), 0) + 1, false)",
]
