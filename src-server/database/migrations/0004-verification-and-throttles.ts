import { sql, type Kysely } from 'kysely'

/**
 * Identity verifications with the members’ registered facts, throttles shared by all processes, when a password was last
 * entered, and what the mailer needs to send the outbox. Reversible; verifications, throttles and facts are lost by it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of statementsBack) await sql.raw(statement).execute(db)
}

const endReasons = "'logged_out', 'password_reissued', 'password_changed', 'account_disabled'"
const restrictEndReasons = (reasons: string): string[] => [
  'alter table sessions drop constraint sessions_end_reason_check',
  `alter table sessions add constraint sessions_end_reason_check check (end_reason in (${reasons}))`,
]
const restrictKinds = (kinds: string): string[] => [
  'alter table notification_outbox drop constraint notification_outbox_kind_check',
  `alter table notification_outbox add constraint notification_outbox_kind_check check (kind in (${kinds}))`,
]

const statements = [
  'alter table members add address text, add representative text, add contract_number text, add phone text',
  'alter table users add contact_changed_at timestamptz(3), add is_auditor boolean not null default false',
  `create function note_contact_change() returns trigger language plpgsql as
     $$ begin
       new.contact_changed_at := now();
       return new;
     end $$`,
  `create trigger users_note_contact_change before update of phone, email on users for each row
     when (new.phone is distinct from old.phone or new.email is distinct from old.email)
     execute function note_contact_change()`,
  // A number that the helpdesk calls back is a contact of the administrators it is called for.
  `create function note_callback_change() returns trigger language plpgsql as
     $$ begin
       update users set contact_changed_at = now() where member_id = new.member_id and role = 'administrator';
       return null;
     end $$`,
  `create trigger members_note_callback_change after update of phone on members for each row
     when (new.phone is distinct from old.phone) execute function note_callback_change()`,
  // A right given to somebody at the helpdesk does not wait for their return.
  `create function end_right_with_role() returns trigger language plpgsql as
     $$ begin
       new.is_auditor := false;
       return new;
     end $$`,
  `create trigger users_end_right before update of role on users for each row
     when (new.role <> old.role) execute function end_right_with_role()`,
  // Whether a member has somebody to call is asked with every look at one of its users.
  `create index users_administrators on users (member_id, user_id) where role = 'administrator' and state = 'active'`,
  'alter table sessions add authenticated_at timestamptz(3)',
  'update sessions set authenticated_at = created_at',
  'alter table sessions alter authenticated_at set not null',
  ...restrictEndReasons(`${endReasons}, 'replaced'`),
  `create table verifications (
     member_id text not null,
     verification_id uuid not null unique,
     user_id text not null,
     operator_member_id text not null,
     operator_user_id text not null,
     state text not null check (state in ('open', 'passed', 'failed', 'suspicious')),
     started_at timestamptz(3) not null,
     expires_at timestamptz(3) not null,
     wrong_answers integer not null default 0,
     caller_is_administrator boolean,
     callback_number_id text,
     note text,
     concluded_at timestamptz(3),
     pass_expires_at timestamptz(3),
     approval text not null check (approval in ('not_needed', 'awaited', 'approved', 'refused')),
     decided_by_member_id text,
     decided_by_user_id text,
     decided_at timestamptz(3),
     reissue_id uuid,
     primary key (member_id, verification_id),
     foreign key (member_id, user_id) references users,
     foreign key (operator_member_id, operator_user_id) references users,
     check ((state = 'passed') = (pass_expires_at is not null)),
     check ((state = 'open') = (concluded_at is null)),
     check (reissue_id is null or (state = 'passed' and approval in ('not_needed', 'approved'))),
     check (decided_by_user_id is distinct from operator_user_id))`,
  'create index verifications_of_user on verifications (user_id, started_at desc)',
  'create index verifications_by_time on verifications (started_at desc, verification_id desc)',
  `create index verifications_usable on verifications (pass_expires_at) where state = 'passed' and reissue_id is null`,
  `create table verification_answers (
     member_id text not null,
     verification_id uuid not null,
     answer_number integer not null,
     fact text not null,
     matched boolean not null,
     answered_at timestamptz(3) not null,
     primary key (member_id, verification_id, answer_number),
     foreign key (member_id, verification_id) references verifications)`,
  `create table throttles (
     kind text not null,
     subject bytea not null,
     count integer not null,
     window_started_at timestamptz(3) not null,
     last_at timestamptz(3) not null,
     blocked_until timestamptz(3),
     reported boolean not null default false,
     primary key (kind, subject))`,
  'create index throttles_by_age on throttles (last_at)',
  ...restrictKinds("'password_reissued', 'verification_failed', 'suspicious_call'"),
  `alter table notification_outbox
     alter recipient_user_id drop not null,
     alter reissue_id drop not null,
     add subject_user_id text,
     add verification_id uuid,
     add attempts integer not null default 0,
     add next_attempt_at timestamptz(3),
     add claimed_until timestamptz(3),
     add failed_at timestamptz(3),
     add last_failure text`,
  `update notification_outbox o set next_attempt_at = queued_at,
     subject_user_id = (select user_id from reissues r where r.member_id = o.member_id and r.reissue_id = o.reissue_id)`,
  'alter table notification_outbox alter next_attempt_at set not null, alter subject_user_id set not null',
  'drop index notification_outbox_unsent',
  // Counted at every reading of the metrics.
  'create index notification_outbox_given_up on notification_outbox (failed_at) where failed_at is not null',
  `create index notification_outbox_unsent on notification_outbox (next_attempt_at)
     where sent_at is null and failed_at is null`,
  `alter table policy
     add second_person_for_administrators boolean not null default false,
     add reauthentication_seconds integer not null default 600 check (reauthentication_seconds >= 0),
     add operator_reissues_per_hour integer not null default 3000 check (operator_reissues_per_hour > 0),
     add security_contact_email text`,
]

const statementsBack = [
  `alter table policy drop second_person_for_administrators, drop reauthentication_seconds,
     drop operator_reissues_per_hour, drop security_contact_email`,
  "delete from notification_outbox where kind <> 'password_reissued' or recipient_user_id is null",
  `alter table notification_outbox
     alter recipient_user_id set not null,
     alter reissue_id set not null,
     drop subject_user_id, drop verification_id, drop attempts, drop next_attempt_at, drop claimed_until, drop failed_at,
     drop last_failure`,
  'create index notification_outbox_unsent on notification_outbox (queued_at) where sent_at is null',
  ...restrictKinds("'password_reissued'"),
  'drop table throttles',
  'drop table verification_answers',
  'drop table verifications',
  "update sessions set end_reason = 'logged_out' where end_reason = 'replaced'",
  ...restrictEndReasons(endReasons),
  'alter table sessions drop authenticated_at',
  'drop trigger users_end_right on users',
  'drop function end_right_with_role()',
  'drop trigger members_note_callback_change on members',
  'drop function note_callback_change()',
  'drop trigger users_note_contact_change on users',
  'drop function note_contact_change()',
  'drop index users_administrators',
  'alter table users drop contact_changed_at, drop is_auditor',
  'alter table members drop address, drop representative, drop contract_number, drop phone',
]
