import { sql, type Kysely, type SelectQueryBuilder } from 'kysely'
import type { Role } from '../../../src-shared/domain/roles.ts'
import type { Tables } from '../../database/tables.ts'
import { wentBadlySince } from './failure-condition.ts'
import type { VerificationFacts } from './verification-policy.ts'

export interface ListedRow extends VerificationFacts {
  readonly verificationId: string
  readonly userId: string
  readonly loginId: string
  readonly userName: string
  readonly role: Role
  readonly memberId: string
  readonly memberName: string
  readonly timeZone: string
  readonly operatorUserId: string
  readonly operatorLoginId: string
  readonly operatorUserName: string
  readonly startedAt: Date
  readonly concludedAt: Date | null
  readonly deciderUserId: string | null
  readonly deciderLoginId: string | null
  readonly deciderUserName: string | null
  readonly note: string | null
  /** Those for the same user that went badly since `failuresSince`. */
  readonly failuresLately: number
}

export interface ListFilter {
  readonly userId: string | undefined
  /** Only passes whose second person may still decide; see `deriveApproval`. */
  readonly awaitsApproval: boolean
  readonly secondPersonForAdministrators: boolean
  readonly failuresForSecondPerson: number
  readonly at: Date
  readonly failuresSince: Date
}

/** The last row of the page before, in the order newest first. */
export interface ListPosition {
  readonly startedAt: Date
  readonly verificationId: string
}

type Joined = Pick<Tables, 'users' | 'members'> & { v: Tables['verifications']; u: Tables['users'] }
type From = SelectQueryBuilder<Joined, 'v' | 'u', unknown>

/** Verifications as the helpdesk looks at them: of every member. */
export function createVerificationListRepository(db: Kysely<Tables>) {
  const from = (): From =>
    db
      .selectFrom('verifications as v')
      .innerJoin('users as u', (join) =>
        join.onRef('u.member_id', '=', 'v.member_id').onRef('u.user_id', '=', 'v.user_id'),
      )

  return {
    list: (filter: ListFilter, limit: number, after?: ListPosition): Promise<ListedRow[]> => {
      const found = selectRow(applyFilter(from(), filter), filter.failuresSince)
      const rest = after
        ? found.where((eb) =>
            eb(eb.refTuple('v.started_at', 'v.verification_id'), '<', eb.tuple(after.startedAt, after.verificationId)),
          )
        : found
      return rest.orderBy('v.started_at', 'desc').orderBy('v.verification_id', 'desc').limit(limit).execute()
    },

    count: async (filter: ListFilter): Promise<number> => {
      const row = await applyFilter(from(), filter)
        .select(({ fn }) => fn.countAll<string | number | bigint>().as('count'))
        .executeTakeFirstOrThrow()
      return Number(row.count)
    },

    find: (verificationId: string, failuresSince: Date): Promise<ListedRow | undefined> =>
      selectRow(from(), failuresSince).where('v.verification_id', '=', verificationId).executeTakeFirst(),
  }
}

const countFailuresSince = (since: Date) => sql<number>`(select count(*)::int from verifications f
  where f.member_id = v.member_id and f.user_id = v.user_id and ${wentBadlySince('f', since)})`

function applyFilter(query: From, filter: ListFilter): From {
  const found = filter.userId === undefined ? query : query.where('v.user_id', '=', filter.userId)
  return filter.awaitsApproval ? found.where(awaitsApproval(filter)) : found
}

/** The same as `deriveApproval`, for the database. */
const awaitsApproval = (filter: ListFilter) =>
  sql<boolean>`v.state = 'passed' and v.reissue_id is null and v.pass_expires_at >= ${filter.at}
    and (v.approval = 'awaited' or (v.approval = 'not_needed' and (
      (u.role = 'administrator' and ${filter.secondPersonForAdministrators}::boolean)
      or ${countFailuresSince(filter.failuresSince)} >= ${filter.failuresForSecondPerson})))`

const selectRow = (query: From, failuresSince: Date) =>
  query
    .innerJoin('members', 'members.member_id', 'v.member_id')
    .innerJoin('users as operator', (join) =>
      join
        .onRef('operator.member_id', '=', 'v.operator_member_id')
        .onRef('operator.user_id', '=', 'v.operator_user_id'),
    )
    .leftJoin('users as decider', (join) =>
      join
        .onRef('decider.member_id', '=', 'v.decided_by_member_id')
        .onRef('decider.user_id', '=', 'v.decided_by_user_id'),
    )
    .select([
      'v.verification_id as verificationId',
      'v.user_id as userId',
      'u.login_id as loginId',
      'u.user_name as userName',
      'u.role',
      'v.member_id as memberId',
      'members.member_name as memberName',
      'members.time_zone as timeZone',
      'operator.user_id as operatorUserId',
      'operator.login_id as operatorLoginId',
      'operator.user_name as operatorUserName',
      'v.state',
      'v.started_at as startedAt',
      'v.expires_at as expiresAt',
      'v.concluded_at as concludedAt',
      'v.pass_expires_at as passExpiresAt',
      'v.approval',
      'decider.user_id as deciderUserId',
      'decider.login_id as deciderLoginId',
      'decider.user_name as deciderUserName',
      'v.reissue_id as reissueId',
      'v.note',
      countFailuresSince(failuresSince).as('failuresLately'),
    ])
