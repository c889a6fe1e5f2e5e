import { sql, type Kysely } from 'kysely'
import { keepQuery } from '../../database/keep-query.ts'
import { keptPrepared } from '../../database/kept-statements.ts'
import type { Tables } from '../../database/tables.ts'
import { recordForFound, type AuditValues } from '../audit/audit-service.ts'
import type { LatestReissue } from '../reissues/reissue-record-service.ts'
import { endedBadlySince, wentBadlySince } from '../verifications/failure-condition.ts'
import type { CredentialFacts, DirectoryFacts } from './credential-policy.ts'
import type { AdministratorRecord, UserRecord, UserScope } from './user-repository.ts'

/** What a user’s page is made of. */
export interface UserDetailRecord {
  readonly user: UserRecord
  readonly credential: CredentialFacts | undefined
  /** What the mirror knows of a password that lives in a directory. */
  readonly inDirectory: DirectoryFacts | undefined
  /** The active administrators of the user’s member. */
  readonly administrators: readonly AdministratorRecord[]
  readonly latestReissue: LatestReissue | undefined
  readonly reissuesLately: number
  /** Verifications that ended badly lately, and whether one of them looked like fraud. */
  readonly refusals: { readonly count: number; readonly suspicious: boolean }
  /** Verifications for any user of the member that ended badly lately. */
  readonly memberFailures: number
}

/** From when on something happened lately. */
export interface LatelySince {
  readonly reissues: Date
  readonly refusals: Date
  /** Until now. */
  readonly at: Date
}

/** In JSON an instant is text. */
type Told<T> = { readonly [K in keyof T]: T[K] extends Date ? string : T[K] extends Date | null ? string | null : T[K] }

interface Row
  extends Omit<UserRecord, 'memberHasAdministrator'>, Pick<UserDetailRecord, 'refusals' | 'memberFailures'> {
  readonly credential: Told<CredentialFacts> | null
  readonly inDirectory: Told<DirectoryFacts> | null
  readonly administrators: readonly AdministratorRecord[]
  readonly latestReissue: Told<LatestReissue> | null
  readonly reissuesLately: number
}

interface DetailKeys {
  readonly memberId: string
  readonly userId: string
  readonly reissuesSince: Date
  readonly refusalsSince: Date
  readonly until: Date
}

/**
 * One user with everything that their page shows, and the event that it was read, in one statement. What belongs to the user
 * is looked up one by one and not joined: six tables in one join take longer to plan than to read.
 */
const readDetailIn = (scope: 'member' | 'all-members') =>
  keepQuery<DetailKeys & AuditValues, Row>((db, value) => {
    const withinScope = scope === 'all-members' ? sql`` : sql`and u.member_id = ${value('memberId')}`
    const target = { memberId: sql<string>`u.member_id`, userId: sql<string>`u.user_id` }
    const refusalsSince = sql<Date>`${value('refusalsSince')}::timestamptz`
    return sql<Row>`
    with u as materialized (
      select u.*, m.member_name, m.time_zone, m.directory from users u join members m on m.member_id = u.member_id
      where u.user_id = ${value('userId')} ${withinScope}),
    recorded as (${recordForFound(value, sql`u`, target)})
    select u.member_id as "memberId", u.member_name as "memberName", u.time_zone as "timeZone", u.user_id as "userId",
      u.login_id as "loginId", u.user_name as "userName", u.role, u.state, u.phone, u.fax, u.email,
      u.last_login_at as "lastLoginAt", u.contact_changed_at as "contactChangedAt",
      ${credential} as credential, ${inDirectory} as "inDirectory", ${administrators} as administrators, ${latestReissue} as "latestReissue",
      (select count(*)::int from reissues r where ${ofUser('r')} and r.issued_at > ${value('reissuesSince')}) as "reissuesLately",
      (select json_build_object('count', count(*), 'suspicious', coalesce(bool_or(v.state = 'suspicious'), false))
        from verifications v where ${ofUser('v')} and ${wentBadlySince('v', refusalsSince)}) as refusals,
      (select count(*)::int from verifications v where v.member_id = u.member_id
        and ${endedBadlySince('v', refusalsSince, sql<Date>`${value('until')}::timestamptz`)}) as "memberFailures"
    from u ${keptPrepared}`.compile(db)
  })
const readDetail = { ofMember: readDetailIn('member'), ofAll: readDetailIn('all-members') } as const

/** Undefined for whoever is not within the scope; of them nothing is recorded. */
export async function readUserDetail(
  db: Kysely<Tables>,
  scope: UserScope,
  userId: string,
  since: LatelySince,
  event: AuditValues,
): Promise<UserDetailRecord | undefined> {
  const { reissues: reissuesSince, refusals: refusalsSince, at: until } = since
  const keys = { ...event, userId, reissuesSince, refusalsSince, until }
  const [row] =
    scope === 'all-members'
      ? await readDetail.ofAll(db, { ...keys, memberId: '' })
      : await readDetail.ofMember(db, { ...keys, memberId: scope.memberId })
  return row && readRow(row)
}

const ofUser = (table: 'c' | 'r' | 'v') => sql.raw(`${table}.member_id = u.member_id and ${table}.user_id = u.user_id`)

const credential = sql`(select json_build_object('kind', c.kind, 'expiresAt', c.expires_at)
  from credentials c where ${ofUser('c')})`

const inDirectory = sql`case when u.directory_account_id is not null then json_build_object('directory', u.directory,
  'passwordState', u.directory_password_state, 'expiresAt', u.directory_password_expires_at) end`

const administrators = sql`(
  select coalesce(json_agg(json_build_object('userId', a.user_id, 'userName', a.user_name, 'phone', a.phone)
    order by a.user_id), '[]')
  from users a where a.member_id = u.member_id and a.role = 'administrator' and a.state = 'active')`

const latestReissue = sql`(
  select json_build_object('reissueId', r.reissue_id, 'issuedAt', r.issued_at, 'expiresAt', r.expires_at,
    'usedAt', r.used_at, 'supersededAt', r.superseded_at,
    'issuedBy', json_build_object('userId', i.user_id, 'loginId', i.login_id, 'userName', i.user_name))
  from reissues r join users i on i.member_id = r.issued_by_member_id and i.user_id = r.issued_by_user_id
  where ${ofUser('r')} order by r.issued_at desc, r.reissue_id desc limit 1)`

function readRow(row: Row): UserDetailRecord {
  const { credential: password, inDirectory: directory, latestReissue: latest, administrators: found, ...rest } = row
  const { reissuesLately, refusals, memberFailures, ...user } = rest
  return {
    user: { ...user, memberHasAdministrator: found.length > 0 },
    credential: password ? { kind: password.kind, expiresAt: toDate(password.expiresAt) } : undefined,
    inDirectory: directory ? { ...directory, expiresAt: toDate(directory.expiresAt) } : undefined,
    administrators: found,
    latestReissue: latest ? readReissue(latest) : undefined,
    reissuesLately,
    refusals,
    memberFailures,
  }
}

const readReissue = ({
  issuedAt,
  expiresAt,
  usedAt,
  supersededAt,
  ...reissue
}: Told<LatestReissue>): LatestReissue => ({
  ...reissue,
  issuedAt: new Date(issuedAt),
  expiresAt: new Date(expiresAt),
  usedAt: toDate(usedAt),
  supersededAt: toDate(supersededAt),
})

const toDate = (instant: string | null): Date | null => (instant === null ? null : new Date(instant))
