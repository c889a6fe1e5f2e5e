import { sql, type Kysely } from 'kysely'
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres'
import type { UserState } from '../../../src-shared/api/users.ts'
import type { Role } from '../../../src-shared/domain/roles.ts'
import { keptPrepared } from '../../database/kept-statements.ts'
import type { Tables } from '../../database/tables.ts'
import type { PolicyRow } from '../policy/rules.ts'
import type { UserScope } from '../users/account-service.ts'
import type { StoredAnswer } from './idempotency-repository.ts'

/** What a reissue has to know of the user whom it is for. */
export interface TargetRecord {
  readonly memberId: string
  readonly memberName: string
  readonly timeZone: string
  readonly userId: string
  readonly loginId: string
  /** What the account is looked up by. */
  readonly loginIdKey: string
  readonly userName: string
  readonly role: Role
  readonly state: UserState
  readonly memberHasAdministrator: boolean
}

export interface RequestFacts {
  /** What this operator was answered under this key before. */
  readonly answer: StoredAnswer | undefined
  /** Undefined for whom the scope does not hold. */
  readonly target: TargetRecord | undefined
}

/** Everything that the decision of a reissue rests on, at one moment. */
export interface DecisionFacts {
  readonly target: TargetRecord | undefined
  readonly actor: Actor | undefined
  readonly isSessionOpen: boolean
  readonly policy: PolicyRow
  /** The active administrators of the target’s member. */
  readonly administratorIds: readonly string[]
}

interface Actor {
  readonly userId: string
  readonly memberId: string
  readonly role: Role
  readonly state: UserState
}

interface OperatorKeys {
  readonly memberId: string
  readonly userId: string
  readonly sessionId: string
}

/**
 * Written out: the plan that is kept knows no parameters, and only with these can it use the index of the administrators.
 * Otherwise PostgreSQL finds it dear, and plans anew each time, which takes it longer than everything else together.
 */
const [administrator, active] = [sql.lit<Role>('administrator'), sql.lit<UserState>('active')]

/** What a reissue reads, each time with one statement: every round trip takes its time from the hashes. */
export function createReissueFactsRepository(db: Kysely<Tables>) {
  return {
    /** What a request asks for first. */
    readRequest: async (
      { operatorUserId, key, at }: { readonly operatorUserId: string; readonly key: string; readonly at: Date },
      scope: UserScope,
      userId: string,
    ): Promise<RequestFacts> => {
      const row = await db
        .selectFrom('policy')
        .leftJoin('idempotency_keys as answer', (join) =>
          join
            .on('answer.operator_user_id', '=', operatorUserId)
            .on('answer.key', '=', key)
            .on('answer.expires_at', '>', at),
        )
        .select(['answer.fingerprint', 'answer.response', jsonObjectFrom(selectTarget(db, scope, userId)).as('target')])
        .modifyEnd(keptPrepared)
        .executeTakeFirstOrThrow()
      const { fingerprint, response, target } = row
      return { answer: fingerprint ? { fingerprint, response } : undefined, target: target ?? undefined }
    },

    /** What the decision within the transaction rests on; after the locks, so that it is as it will be at the commit. */
    readDecision: async (
      target: { readonly memberId: string; readonly userId: string },
      operator: OperatorKeys,
    ): Promise<DecisionFacts> => {
      const row = await db
        .selectFrom('policy')
        .select((eb) => [
          eb.fn.toJson('policy').as('policy'),
          jsonObjectFrom(selectTarget(db, target, target.userId)).as('target'),
          jsonObjectFrom(
            eb
              .selectFrom('users')
              .select(['user_id as userId', 'member_id as memberId', 'role', 'state'])
              .where('member_id', '=', operator.memberId)
              .where('user_id', '=', operator.userId),
          ).as('actor'),
          eb
            .exists(
              eb
                .selectFrom('sessions')
                .select('session_id')
                .where('member_id', '=', operator.memberId)
                .where('session_id', '=', operator.sessionId)
                .where('ended_at', 'is', null),
            )
            .$castTo<boolean>()
            .as('isSessionOpen'),
          jsonArrayFrom(
            eb
              .selectFrom('users')
              .select('user_id as userId')
              .where('member_id', '=', target.memberId)
              .where('role', '=', administrator)
              .where('state', '=', active)
              .orderBy('user_id'),
          ).as('administrators'),
        ])
        .modifyEnd(keptPrepared)
        .executeTakeFirstOrThrow()
      return {
        target: row.target ?? undefined,
        actor: row.actor ?? undefined,
        isSessionOpen: row.isSessionOpen,
        policy: row.policy,
        administratorIds: row.administrators.map(({ userId }) => userId),
      }
    },
  }
}

const selectTarget = (db: Kysely<Tables>, scope: UserScope, userId: string) => {
  const target = db
    .selectFrom('users')
    .innerJoin('members', 'members.member_id', 'users.member_id')
    .select(({ exists, selectFrom }) => [
      'users.member_id as memberId',
      'members.member_name as memberName',
      'members.time_zone as timeZone',
      'users.user_id as userId',
      'users.login_id as loginId',
      'users.login_id_key as loginIdKey',
      'users.user_name as userName',
      'users.role',
      'users.state',
      exists(
        selectFrom('users as administrator')
          .select('administrator.user_id')
          .whereRef('administrator.member_id', '=', 'users.member_id')
          .where('administrator.role', '=', administrator)
          .where('administrator.state', '=', active),
      )
        .$castTo<boolean>()
        .as('memberHasAdministrator'),
    ])
    .where('users.user_id', '=', userId)
  return scope === 'all-members' ? target : target.where('users.member_id', '=', scope.memberId)
}
