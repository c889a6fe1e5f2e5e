import type { BareStatement } from './bare-driver.ts'

// What the requests cannot do without, in as few statements as their order allows; the session is looked up apart, since it
// decides on everything else. Written apart from the server’s own on purpose: a floor that followed them would rise and fall
// with them.

/** The owner of a session, with the rules. Values: the digest of the token. */
export const findSession: BareStatement = {
  name: 'session',
  text: `select s.*, u.login_id, u.user_name, u.role, u.state, m.member_name, m.time_zone, to_json(p) as policy
    from sessions s join users u on u.member_id = s.member_id and u.user_id = s.user_id
    join members m on m.member_id = s.member_id cross join policy p where s.token_hash = $1`,
}

const auditColumns = `(at, action, outcome, actor_member_id, actor_user_id, target_member_id, target_user_id, request_id,
  remote_address, details)`

const chargeCounters = `insert into throttles as t (kind, subject, count, window_started_at, last_at)
    select kind, subject, 1, now(), now() from unnest($1::text[], $2::bytea[]) as c(kind, subject)
    on conflict (kind, subject) do update set count = t.count + 1, last_at = now() returning t.count`

/** Whose password is to be checked. Values: kinds and digests of the counters, the login ID. */
export const chargeAndFindLogin: BareStatement = {
  name: 'login',
  text: `with charged as (${chargeCounters})
    select (select sum(count) from charged), u.*, m.member_name, m.time_zone, c.kind, c.verifier, c.expires_at,
      p.sessions_per_user, p.session_absolute_seconds
    from users u join members m on m.member_id = u.member_id
    join credentials c on c.member_id = u.member_id and c.user_id = u.user_id cross join policy p
    where u.login_id_key = search_key($3)`,
}

/** Values: member and user, the new session, the digest of its token, the two digests of the counters. */
export const openSession: BareStatement = {
  name: 'open_session',
  text: `with held as (select user_id from users where member_id = $1 and user_id = $2 for no key update),
    seen as (update users set last_login_at = now() where member_id = $1 and user_id = $2),
    cleared as (delete from throttles where kind = 'account' and subject = $5),
    given as (update throttles set count = count - 1 where kind = 'address' and subject = $6),
    opened as (insert into sessions
      (member_id, session_id, user_id, token_hash, must_change_password, created_at, last_seen_at, authenticated_at, expires_at)
      select $1, $3::uuid, user_id, $4, false, now(), now(), now(), now() + interval '8 hours' from held)
    insert into audit_events ${auditColumns} values (now(), 'log_in', 'done', $1, $2, $1, $2, 'bench', '127.0.0.1', '{}')`,
}

/** A user’s page, told and recorded. Values: the user, since when something counts as lately, member and user of the asker. */
export const readUser: BareStatement = {
  name: 'read_user',
  text: `with u as (select * from users where user_id = $1),
    recorded as (insert into audit_events ${auditColumns}
      select now(), 'read_user', 'done', $3, $4, u.member_id, u.user_id, 'bench', '127.0.0.1', '{}' from u)
    select u.member_id, m.member_name, m.time_zone, u.user_id, u.login_id, u.user_name, u.role, u.state, u.phone, u.fax, u.email,
      u.last_login_at, u.contact_changed_at, c.kind, c.expires_at,
      (select json_agg(json_build_object('userId', a.user_id, 'userName', a.user_name, 'phone', a.phone)) from users a
        where a.member_id = u.member_id and a.role = 'administrator' and a.state = 'active') as administrators,
      (select json_build_object('reissue', r, 'login', i.login_id, 'name', i.user_name) from reissues r
        join users i on i.member_id = r.issued_by_member_id and i.user_id = r.issued_by_user_id
        where r.member_id = u.member_id and r.user_id = u.user_id order by r.issued_at desc limit 1) as latest,
      (select count(*) from reissues r where r.member_id = u.member_id and r.user_id = u.user_id and r.issued_at > $2) as lately,
      (select count(*) from verifications v where v.member_id = u.member_id and v.started_at > $2) as failures
    from u join members m on m.member_id = u.member_id
    left join credentials c on c.member_id = u.member_id and c.user_id = u.user_id`,
}

/** The newest of all members with the total. Values: how many. */
export const listHistory: BareStatement = {
  name: 'list_history',
  text: `with page as materialized (select * from reissues order by issued_at desc, reissue_id desc limit $1)
    select page.*, u.login_id, u.user_name, m.member_name, m.time_zone, i.login_id as issuer_login, i.user_name as issuer_name,
      (select json_agg(h) from reissue_handovers h where h.member_id = page.member_id and h.reissue_id = page.reissue_id) as handovers,
      (select count(*) from reissues) as total
    from page
    join lateral (select * from users where member_id = page.member_id and user_id = page.user_id offset 0) u on true
    join lateral (select * from members where member_id = page.member_id offset 0) m on true
    join lateral (select * from users where member_id = page.issued_by_member_id and user_id = page.issued_by_user_id
      offset 0) i on true
    order by page.issued_at desc, page.reissue_id desc`,
}

/** For whom a password is suggested, charged and recorded. Values: kinds and digests of the counters, user, member and user of the operator. */
export const chargeAndSuggest: BareStatement = {
  name: 'suggest',
  text: `with charged as (${chargeCounters}),
    u as (select * from users where user_id = $3),
    recorded as (insert into audit_events ${auditColumns}
      select now(), 'suggest_temporary_password', 'done', $4, $5, u.member_id, u.user_id, 'bench', '127.0.0.1', '{}' from u)
    select (select sum(count) from charged), u.*, m.member_name, m.time_zone, m.directory,
      exists (select from users a where a.member_id = u.member_id and a.role = 'administrator' and a.state = 'active')
    from u join members m on m.member_id = u.member_id`,
}

/**
 * What a reissue is decided on: whom it is for, what was answered under a key before, the rules. Values: kinds and digests of
 * the counters, user, operator, key.
 */
export const chargeAndReadTarget: BareStatement = {
  name: 'target',
  text: `with charged as (${chargeCounters})
    select (select sum(count) from charged), u.*, m.member_name, m.time_zone, m.directory, k.fingerprint, k.response,
      to_json(p) as policy,
      exists (select from users a where a.member_id = u.member_id and a.role = 'administrator' and a.state = 'active')
    from users u join members m on m.member_id = u.member_id cross join policy p
    left join idempotency_keys k on k.operator_user_id = $4 and k.key = $5::uuid and k.expires_at > now() where u.user_id = $3`,
}

/** Everything that a reissue writes. Values: member, user, operator, key, reissue, verifier, a digest; whoever is told. */
export const writeReissue: BareStatement = {
  name: 'reissue',
  text: `with held as (select member_id, user_id, login_id_key from users where member_id = $1 and user_id = $2 for no key update),
    keyed as (insert into idempotency_keys (operator_user_id, key, fingerprint, response, created_at, expires_at)
      select $3, $4::uuid, $7, '{"receipt": "as long as the answer is, with the IDs and the instants of the reissue in it"}', now(),
        now() + interval '1 day' from held),
    superseded as (update reissues set superseded_at = now() where member_id = $1 and user_id = $2 and used_at is null
      and superseded_at is null and expires_at >= now()),
    issued as (insert into reissues (member_id, reissue_id, user_id, issued_by_member_id, issued_by_user_id, issued_at, expires_at, origin)
      select $1, $5::uuid, user_id, $1, $3, now(), now() + interval '1 day', 'generated' from held),
    password as (insert into credentials (member_id, user_id, kind, verifier, set_at, expires_at, reissue_id)
      select $1, user_id, 'temporary', $6, now(), now() + interval '1 day', $5::uuid from held
      on conflict (member_id, user_id) do update set kind = excluded.kind, verifier = excluded.verifier, set_at = excluded.set_at,
        expires_at = excluded.expires_at, reissue_id = excluded.reissue_id),
    ended as (update sessions set ended_at = now(), end_reason = 'password_reissued'
      where member_id = $1 and user_id = $2 and ended_at is null),
    lifted as (delete from throttles where kind = 'account' and subject = $7),
    told as (insert into notification_outbox
      (member_id, notification_id, kind, recipient_user_id, subject_user_id, reissue_id, queued_at, next_attempt_at)
      select $1, gen_random_uuid(), 'password_reissued', a, $2, $5::uuid, now(), now() from unnest($8::text[]) a)
    insert into audit_events ${auditColumns}
      values (now(), 'reissue_password', 'done', $1, $3, $1, $2, 'bench', '127.0.0.1', '{}')`,
}
