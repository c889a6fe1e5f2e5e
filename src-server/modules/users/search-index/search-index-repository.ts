import { sql, type Kysely, type RawBuilder } from 'kysely'
import type { UserState } from '../../../../src-shared/api/users.ts'
import type { Tables } from '../../../database/tables.ts'
import { compareCodePoints } from './code-points.ts'
import type { IndexedMember, IndexedUser } from './indexed-user.ts'

/** As of when something was read: of which transactions it knows, and in which life of the database (decision 0017). */
export interface Reading {
  /** `pg_snapshot` as text. */
  readonly snapshot: string
  readonly started: string
}

/** Whether a reading still shows everything, some of it has changed, or it has to be read anew as a whole. */
export type IndexState = 'current' | 'behind' | 'outlived'

export interface IndexChanges {
  readonly reading: Reading
  readonly state: IndexState
  readonly users: readonly IndexedUser[]
  readonly members: readonly IndexedMember[]
}

export interface SearchIndexRepository {
  /** To be read before everything else: what changes from then on is found by it. */
  readReading(): Promise<Reading>
  /** Whether the database orders by code points, as memory does; with any other collation it does not. */
  isOrderedByCodePoints(): Promise<boolean>
  /** In the order of user IDs. */
  readUsers(afterUserId: string | undefined, limit: number): Promise<readonly IndexedUser[]>
  readMembers(afterMemberId: string | undefined, limit: number): Promise<readonly IndexedMember[]>
  /** What has changed since a reading, all of it as of one instant; one more than `limit` when there is more. */
  readChanges(since: Reading, limit: number): Promise<IndexChanges>
}

/** As JSON, which takes a tenth of the time that rows and columns take to be read. */
type UserFields = readonly [string, string, string, string, string, UserState]
type MemberFields = readonly [string, string, string, string]

const userFields = sql`json_build_array(u.member_id, u.user_id, u.user_id_key, u.login_id_key, u.user_name_key, u.state)`
const memberFields = sql`json_build_array(m.member_id, m.member_name, m.member_id_key, m.member_name_key)`

/** `db` with the rights of the server. */
export const createSearchIndexRepository = (db: Kysely<Tables>): SearchIndexRepository => ({
  async readReading() {
    // A standby’s snapshots do not name the transactions in progress: they would be taken for seen.
    const { rows } = await sql<Reading>`select pg_current_snapshot()::text as snapshot,
      search_cluster_start() as started where not pg_is_in_recovery()`.execute(db)
    const [reading] = rows
    if (!reading) throw new RangeError('no index can be kept of a database in recovery')
    return reading
  },

  async isOrderedByCodePoints() {
    const { rows } = await sql<{ text: string }>`select text from unnest(${collationProbe}::text[]) as probe (text)
      order by text`.execute(db)
    const expected = collationProbe.toSorted(compareCodePoints)
    return rows.every(({ text }, place) => text === expected[place])
  },

  async readUsers(afterUserId, limit) {
    const after = afterUserId === undefined ? sql`` : sql`where u.user_id > ${afterUserId}`
    const { rows } = await sql<{ users: readonly UserFields[] | null }>`
      select json_agg(fields) as users from (select ${userFields} as fields from users u ${after}
        order by u.user_id limit ${limit}) u`.execute(db)
    return (rows[0]?.users ?? []).map(readUser)
  },

  async readMembers(afterMemberId, limit) {
    const after = afterMemberId === undefined ? sql`` : sql`where m.member_id > ${afterMemberId}`
    const { rows } = await sql<{ members: readonly MemberFields[] | null }>`
      select json_agg(fields) as members from (select ${memberFields} as fields from members m ${after}
        order by m.member_id limit ${limit}) m`.execute(db)
    return (rows[0]?.members ?? []).map(readMember)
  },

  async readChanges(since, limit) {
    const { rows } = await sql<{
      snapshot: string
      started: string
      state: IndexState
      users: readonly UserFields[] | null
      members: readonly MemberFields[] | null
    }>`select pg_current_snapshot()::text as snapshot, search_cluster_start() as started,
        search_index_state(${since.snapshot}::pg_snapshot, ${since.started}) as state,
        (select json_agg(fields) from (select ${userFields} as fields from users u
          where ${isChangedSince('u', since)} limit ${limit + 1}) u) as users,
        (select json_agg(fields) from (select ${memberFields} as fields from members m
          where ${isChangedSince('m', since)} limit ${limit + 1}) m) as members`.execute(db)
    const [row] = rows
    if (!row) throw new RangeError('a row without a table is always there')
    return {
      reading: { snapshot: row.snapshot, started: row.started },
      state: row.state,
      users: (row.users ?? []).map(readUser),
      members: (row.members ?? []).map(readMember),
    }
  },
})

/** As in `search_index_state`. */
const isChangedSince = (table: string, { snapshot }: Reading): RawBuilder<unknown> => {
  const stamp = sql.raw(`${table}.search_xact`)
  return sql`${stamp} >= pg_snapshot_xmin(${snapshot}::pg_snapshot)
    and ${stamp} < pg_snapshot_xmax(pg_current_snapshot())
    and not pg_visible_in_snapshot(${stamp}, ${snapshot}::pg_snapshot)`
}

const readUser = ([memberId, userId, userIdKey, loginIdKey, userNameKey, state]: UserFields): IndexedUser => ({
  memberId,
  userId,
  userIdKey,
  loginIdKey,
  userNameKey,
  state,
})

const readMember = ([memberId, memberName, memberIdKey, memberNameKey]: MemberFields): IndexedMember => ({
  memberId,
  memberName,
  memberIdKey,
  memberNameKey,
})

/** Texts that every other order than that of code points puts elsewhere: cases, signs, kana, what lies beyond U+FFFF. */
const collationProbe = 'a B _ - a-b ab a_b Z z é ß ア あ ｱ 亜 髙 高 ﾞ が か 𠮷 \uff5e \ufffd 1 10 9 a1 A2'.split(' ')
