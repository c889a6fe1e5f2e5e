import { sql, type Kysely, type RawBuilder } from 'kysely'
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres'
import type { UserState } from '../../../src-shared/api/users.ts'
import type { Role } from '../../../src-shared/domain/roles.ts'
import { keepQuery } from '../../database/keep-query.ts'
import { keptPrepared } from '../../database/kept-statements.ts'
import type { Tables } from '../../database/tables.ts'
import type { PolicyRow } from '../policy/rules.ts'
import type { UserScope } from '../users/account-service.ts'
import { isClaimedHere, type StoredAnswer } from './idempotency-repository.ts'

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
  /** Name of the directory that the user’s member lives in. */
  readonly directory: string | null
  /** Where the password lives in it; null where it lives here. */
  readonly accountId: string | null
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
  /** Whether the transaction that asks is the one that holds the key. */
  readonly isClaimed: boolean
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
  /** Of the request. */
  readonly key: string
}

/**
 * Written out: the plan that is kept knows no parameters, and only with these can it use the index of the administrators.
 * Otherwise PostgreSQL finds it dear, and plans anew each time, which takes it longer than everything else together.
 */
const [administrator, active] = [sql.lit<Role>('administrator'), sql.lit<UserState>('active')]

interface RequestKeys {
  readonly operatorUserId: string
  readonly key: string
  readonly at: Date
  readonly memberId: string
  readonly userId: string
}

interface DecisionKeys {
  readonly memberId: string
  readonly userId: string
  readonly actorMemberId: string
  readonly actorUserId: string
  readonly sessionId: string
  readonly key: string
}

const readRequestIn = (scope: 'member' | 'all-members') =>
  keepQuery<RequestKeys, { fingerprint: Uint8Array | null; response: unknown; target: TargetRecord | null }>(
    (db, value) =>
      db
        .selectFrom('policy')
        .leftJoin('idempotency_keys as answer', (join) =>
          join
            .on('answer.operator_user_id', '=', value('operatorUserId'))
            .on('answer.key', '=', value('key'))
            .on('answer.expires_at', '>', value('at')),
        )
        .select([
          'answer.fingerprint',
          'answer.response',
          jsonObjectFrom(selectTarget(db, value('userId'), scope === 'member' ? value('memberId') : undefined)).as(
            'target',
          ),
        ])
        .modifyEnd(keptPrepared)
        .compile(),
  )
const readRequest = { ofMember: readRequestIn('member'), ofAll: readRequestIn('all-members') } as const

interface DecisionRow {
  readonly policy: PolicyRow
  readonly target: TargetRecord | null
  readonly actor: Actor | null
  readonly isSessionOpen: boolean
  readonly isClaimed: boolean
  readonly administrators: readonly { readonly userId: string }[]
}

const readDecision = keepQuery<DecisionKeys, DecisionRow>((db, value) =>
  db
    .selectFrom('policy')
    .select((eb) => [
      eb.fn.toJson('policy').as('policy'),
      jsonObjectFrom(selectTarget(db, value('userId'), value('memberId'))).as('target'),
      jsonObjectFrom(
        eb
          .selectFrom('users')
          .select(['user_id as userId', 'member_id as memberId', 'role', 'state'])
          .where('member_id', '=', value('actorMemberId'))
          .where('user_id', '=', value('actorUserId')),
      ).as('actor'),
      eb
        .exists(
          eb
            .selectFrom('sessions')
            .select('session_id')
            .where('member_id', '=', value('actorMemberId'))
            .where('session_id', '=', value('sessionId'))
            .where('ended_at', 'is', null),
        )
        .$castTo<boolean>()
        .as('isSessionOpen'),
      isClaimedHere(value('actorUserId'), value('key')).as('isClaimed'),
      jsonArrayFrom(
        eb
          .selectFrom('users')
          .select('user_id as userId')
          .where('member_id', '=', value('memberId'))
          .where('role', '=', administrator)
          .where('state', '=', active)
          .orderBy('user_id'),
      ).as('administrators'),
    ])
    .modifyEnd(keptPrepared)
    .compile(),
)

/** What a reissue reads, each time with one statement: every round trip takes its time from the hashes. */
export function createReissueFactsRepository(db: Kysely<Tables>) {
  return {
    /** What a request asks for first. */
    readRequest: async (
      asked: Pick<RequestKeys, 'operatorUserId' | 'key' | 'at'>,
      scope: UserScope,
      userId: string,
    ): Promise<RequestFacts> => {
      const { operatorUserId, key, at } = asked
      const keys = { operatorUserId, key, at, userId }
      const [row] =
        scope === 'all-members'
          ? await readRequest.ofAll(db, { ...keys, memberId: '' })
          : await readRequest.ofMember(db, { ...keys, memberId: scope.memberId })
      if (!row) throw new Error('no policy')
      const { fingerprint, response, target } = row
      return { answer: fingerprint ? { fingerprint, response } : undefined, target: target ?? undefined }
    },

    /** What the decision within the transaction rests on; after the locks, so that it is as it will be at the commit. */
    readDecision: async (
      { memberId, userId }: { readonly memberId: string; readonly userId: string },
      { memberId: actorMemberId, userId: actorUserId, sessionId, key }: OperatorKeys,
    ): Promise<DecisionFacts> => {
      const [row] = await readDecision(db, { memberId, userId, actorMemberId, actorUserId, sessionId, key })
      if (!row) throw new Error('no policy')
      return {
        target: row.target ?? undefined,
        actor: row.actor ?? undefined,
        isSessionOpen: row.isSessionOpen,
        isClaimed: row.isClaimed,
        policy: row.policy,
        administratorIds: row.administrators.map((found) => found.userId),
      }
    },
  }
}

const selectTarget = (db: Kysely<Tables>, userId: RawBuilder<string>, memberId: RawBuilder<string> | undefined) => {
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
      'members.directory',
      'users.directory_account_id as accountId',
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
  return memberId === undefined ? target : target.where('users.member_id', '=', memberId)
}
