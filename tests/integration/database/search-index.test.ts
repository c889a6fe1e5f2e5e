import fc from 'fast-check'
import { sql, type Kysely } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { OpenDatabase } from '../../../src-server/database/open-database.ts'
import type { Tables } from '../../../src-server/database/tables.ts'
import { createSearchIndexRepository } from '../../../src-server/modules/users/search-index/search-index-repository.ts'
import {
  createSearchIndex,
  type SearchIndex,
  type SearchIndexOptions,
} from '../../../src-server/modules/users/search-index/search-index-service.ts'
import type { UserSearch, UserSearchPage } from '../../../src-server/modules/users/user-search.ts'
import { createUserSearchRepository } from '../../../src-server/modules/users/user-search-repository.ts'
import { anyId, anyName, anySearch, anyState, type PlainUser } from '../../support/search-index-fixtures.ts'
import { databaseKinds, startTestDatabases, type TestDatabases } from '../../support/test-database.ts'

const at = new Date('2026-11-23T00:00:00.000Z')
const memberIds = ['M-1', 'M-2', 'm-3']
const everybody: UserSearch = { scope: 'all-members', conditions: {}, sort: 'userId', limit: 200, at }

describe.each(databaseKinds)('the search index in memory (%s)', (kind) => {
  let databases: TestDatabases
  let database: OpenDatabase
  const indexes: SearchIndex[] = []

  beforeAll(async () => {
    databases = await startTestDatabases(kind)
    database = await databases.open()
  })
  beforeEach(async () => {
    await sql`truncate users, members cascade`.execute(database.db)
    for (const memberId of memberIds) await putMember(memberId, `会社 ${memberId}`)
  })
  afterAll(async () => {
    await Promise.all(indexes.map((index) => index.stop()))
    await database?.close()
    await databases?.stop()
  })

  const putMember = async (memberId: string, memberName: string): Promise<void> => {
    await database.db
      .insertInto('members')
      .values({ member_id: memberId, member_name: memberName, created_at: at })
      .onConflict((conflict) => conflict.column('member_id').doUpdateSet({ member_name: memberName }))
      .execute()
  }
  const putUser = async (
    { memberId, userId, loginId, userName, state }: PlainUser,
    db: Kysely<Tables> = database.db,
  ): Promise<void> => {
    const changing = { login_id: loginId, user_name: userName, state }
    await db
      .insertInto('users')
      .values({ member_id: memberId, user_id: userId, role: 'staff', registered_at: at, ...changing })
      .onConflict((conflict) => conflict.columns(['member_id', 'user_id']).doUpdateSet(changing))
      .execute()
  }
  const somebody = (number: number, userName = '高橋', memberId = 'M-1'): PlainUser => {
    const name = String(number).padStart(3, '0')
    return { memberId, userId: `U-${name}`, loginId: `CZ${name}`, userName, state: 'active' }
  }

  /** An index that is ready, and how it was used. */
  async function index(options: Partial<SearchIndexOptions> = {}) {
    const repository = createSearchIndexRepository(database.databases.server)
    const lines: string[] = []
    const note = (_about: object, message: string): void => void lines.push(message)
    const made = createSearchIndex({ repository, log: { info: note, warn: note }, ...options })
    indexes.push(made)
    made.start()
    await made.settled()
    const used = { finds: 0, catchUps: 0, discards: 0 }
    const watched = {
      find: (query: UserSearch) => (used.finds++, made.find(query)),
      catchUp: (reading: Parameters<SearchIndex['catchUp']>[0]) => (used.catchUps++, made.catchUp(reading)),
      discard: () => (used.discards++, made.discard()),
    }
    const users = createUserSearchRepository(database.databases.server, watched)
    return { index: made, used, lines, search: (query: UserSearch) => users.searchUsers(query, shownFor(query)) }
  }
  const shownFor = ({ scope }: UserSearch): Kysely<Tables> =>
    scope === 'all-members' ? database.databases.server : database.databases.forMember(scope.memberId)
  const searchInSql = (query: UserSearch): Promise<UserSearchPage> =>
    createUserSearchRepository(database.databases.server).searchUsers(query, shownFor(query))
  const idsOf = ({ items }: UserSearchPage): string[] => items.map(({ userId }) => userId)

  it('finds what the database finds, page by page, whatever has changed since (U1, U2, U3, P16)', async () => {
    const anyUser = fc.record({
      memberId: fc.constantFrom(...memberIds),
      userId: fc.integer({ min: 1, max: 25 }).map((number) => `U-${number}`),
      loginId: anyId,
      userName: anyName,
      state: anyState,
    })
    const anyUsers = (maxLength: number) =>
      fc.uniqueArray(anyUser, { selector: ({ loginId }) => loginId.toLowerCase(), maxLength, size: 'max' })
    const searched = await index({ denseFrom: 3, shift: 5 })
    let compared = 0
    const property = fc.asyncProperty(
      anyUsers(12),
      fc.array(fc.tuple(fc.constantFrom(...memberIds), anyName), { maxLength: 1 }),
      fc.array(anySearch(memberIds), { minLength: 2, maxLength: 4 }),
      async (changes, renamed, searches) => {
        for (const user of changes) await putIfPossible(user)
        for (const [memberId, memberName] of renamed) await putMember(memberId, memberName)
        for (const search of searches) {
          let query = search
          for (let page = 0; page < 3; page += 1) {
            const expected = await searchInSql(query)
            expect(await searched.search(query), JSON.stringify(query)).toEqual(expected)
            compared += expected.items.length
            if (!expected.next) break
            query = { ...search, after: expected.next }
          }
        }
      },
    )
    await fc.assert(property, { numRuns: kind === 'embedded' ? 8 : 20, endOnFailure: true })
    expect(compared).toBeGreaterThan(10)
    expect(searched.used.catchUps).toBeGreaterThan(1)
    expect(searched.used.finds).toBeGreaterThan(10)
  })

  /** Not with a login ID or user ID that is another’s already. */
  async function putIfPossible(user: PlainUser): Promise<void> {
    const taken = sql<{ taken: boolean }>`select exists (select from users
      where (user_id = ${user.userId} and member_id <> ${user.memberId})
        or (login_id_key = search_key(${user.loginId}) and user_id <> ${user.userId})) as taken`
    if (!(await taken.execute(database.db)).rows[0]?.taken) await putUser(user)
  }

  it('answers with one statement while nothing has changed, and catches up once for all that wait', async () => {
    await putUser(somebody(1))
    const { search, used } = await index()
    expect(idsOf(await search(everybody))).toEqual(['U-001'])
    await sql`update users set last_login_at = now(), phone = '03-1'`.execute(database.db)
    await search(everybody)
    expect(used).toEqual({ finds: 2, catchUps: 0, discards: 0 })
    await putUser(somebody(2))
    const pages = await Promise.all(Array.from({ length: 5 }, () => search(everybody)))
    expect(pages.map(idsOf)).toEqual(pages.map(() => ['U-001', 'U-002']))
    expect(used.discards).toBe(0)
    expect(idsOf(await search({ ...everybody, after: { memberId: 'M-1', userId: 'U-002' } }))).toEqual([])
  })

  it('one server finds at once what another has written', async () => {
    const [first, second] = [await index(), await index()]
    await putUser(somebody(1))
    expect(idsOf(await first.search(everybody))).toEqual(['U-001'])
    expect(idsOf(await second.search(everybody))).toEqual(['U-001'])
    await putUser(somebody(1, '斎藤'))
    await putMember('M-1', '新会社')
    for (const { search } of [first, second]) {
      expect(await search({ ...everybody, conditions: { userName: '斎' } })).toMatchObject({ total: 1 })
      expect(await search({ ...everybody, conditions: { userName: '高橋' } })).toMatchObject({ total: 0 })
      expect(await search({ ...everybody, conditions: { memberName: '新' } })).toMatchObject({ total: 1 })
    }
  })

  it('is right after a removal, a new key and an emptied table: everything is read anew', async () => {
    for (const number of [1, 2, 3]) await putUser(somebody(number))
    const { search, index: made } = await index()
    const removals = [
      sql`delete from users where user_id = 'U-002'`,
      sql`update users set user_id = 'U-009' where user_id = 'U-003'`,
      sql`truncate users cascade`,
    ]
    const left = [['U-001', 'U-003'], ['U-001', 'U-009'], []]
    for (const [step, removal] of removals.entries()) {
      await removal.execute(database.db)
      const found = await search(everybody)
      expect([idsOf(found), found.total]).toEqual([left[step], left[step]?.length])
      await made.settled()
      expect(made.readFigures()).toMatchObject({ isReady: true, users: left[step]?.length })
    }
  })

  it('leaves searches to the database until it is ready, where there are too many users, and when it cannot be read', async () => {
    for (const number of [1, 2, 3]) await putUser(somebody(number))
    const repository = createSearchIndexRepository(database.databases.server)
    const tooMany = await index({ limits: { users: 2 } })
    expect(tooMany.lines).toEqual(['searches are left to the database'])
    let failures = 2
    const failing = {
      ...repository,
      readMembers: (...asked: Parameters<typeof repository.readMembers>) =>
        failures-- > 0 ? Promise.reject(new Error('away')) : repository.readMembers(...asked),
    }
    const later = await index({ repository: failing, limits: { firstRetryMs: 1 } })
    expect(later.lines).toHaveLength(3)
    expect(later.lines.at(-1)).toBe('search index ready')
    const unordered = await index({ repository: { ...repository, isOrderedByCodePoints: async () => false } })
    for (const { search } of [tooMany, later, unordered]) expect(await search(everybody)).toMatchObject({ total: 3 })
    expect([tooMany, later, unordered].map(({ index: made }) => made.readFigures().isReady)).toEqual([
      false,
      true,
      false,
    ])
  })

  it('leaves searches to the database while many changes come at once, and is built anew with them', async () => {
    await putUser(somebody(1))
    const { search, index: made, used } = await index({ limits: { changes: 5, changesKept: 3 } })
    for (let number = 2; number < 6; number += 1) await putUser(somebody(number))
    expect(await search(everybody)).toMatchObject({ total: 5 })
    await made.settled()
    expect(made.readFigures()).toMatchObject({ isReady: true, users: 5 })
    for (let number = 6; number < 20; number += 1) await putUser(somebody(number))
    expect(await search(everybody)).toMatchObject({ total: 19 })
    await made.settled()
    expect(made.readFigures()).toMatchObject({ isReady: true, users: 19 })
    expect(await search(everybody)).toMatchObject({ total: 19 })
    expect(used.discards).toBe(0)
  })

  it('shows an administrator nobody of another member, even if the index were wrong (P16)', async () => {
    await putUser(somebody(1))
    await putUser(somebody(2, '高橋', 'M-2'))
    // Whose names administrators may read, in the history.
    await putUser(somebody(3, '窓口', 'M-2'))
    await database.db.updateTable('users').set({ role: 'helpdesk' }).where('user_id', '=', 'U-003').execute()
    const { index: made } = await index()
    const wrong = { ...made, find: (query: UserSearch) => made.find({ ...query, scope: 'all-members' }) }
    const users = createUserSearchRepository(database.databases.server, wrong)
    const own: UserSearch = { ...everybody, scope: { memberId: 'M-1' } }
    const found = await users.searchUsers(own, shownFor(own))
    expect([idsOf(found), found.total]).toEqual([['U-001'], 1])
    const others = await users.searchUsers({ ...own, conditions: { userName: '窓口' } }, shownFor(own))
    expect(others).toEqual({ items: [], total: 0, next: null })
  })

  it('asks the database again where it folds a word differently (U2)', async () => {
    await putUser(somebody(1, 'が'))
    const { index: made } = await index()
    const other = {
      ...made,
      find(query: UserSearch) {
        const found = made.find(query)
        return found && { ...found, users: [], total: 0, wordsToCheck: ['ガ'] }
      },
    }
    const users = createUserSearchRepository(database.databases.server, other)
    const query = { ...everybody, conditions: { userName: 'ガ' } }
    expect(await users.searchUsers(query, database.databases.server)).toMatchObject({ total: 1 })
  })

  it.runIf(kind === 'postgres')('misses nothing that is committed late by a transaction that began early', async () => {
    const { search } = await index()
    const names = async () => idsOf(await search(everybody))
    const early = await startWriting(somebody(1))
    const second = await startWriting(somebody(2))
    await putUser(somebody(3))
    expect(await names()).toEqual(['U-003'])
    await second.commit()
    expect(await names()).toEqual(['U-002', 'U-003'])
    await putUser(somebody(4))
    expect(await names()).toEqual(['U-002', 'U-003', 'U-004'])
    await early.commit()
    expect(await names()).toEqual(['U-001', 'U-002', 'U-003', 'U-004'])
  })

  it.runIf(kind === 'postgres')('finds what parts of a transaction wrote, and not what was taken back', async () => {
    for (const number of [1, 2]) await putUser(somebody(number))
    const { search } = await index()
    const write = database.db.transaction().execute(async (tx) => {
      const within = async (name: string, user: PlainUser, end: 'release' | 'rollback to') => {
        await sql.raw(`savepoint ${name}`).execute(tx)
        await putUser(user, tx)
        await sql.raw(`${end} savepoint ${name}`).execute(tx)
      }
      await within('kept', somebody(1, '甲'), 'release')
      await within('dropped', somebody(2, '乙'), 'rollback to')
      await within('changed', somebody(3, '丙'), 'release')
      await within('changed_again', somebody(3, '丁'), 'release')
      expect((await search(everybody)).items.map(({ userName }) => userName)).toEqual(['高橋', '高橋'])
    })
    await write
    expect((await search(everybody)).items.map(({ userName }) => userName)).toEqual(['甲', '高橋', '丁'])
    expect(await search({ ...everybody, conditions: { userName: '丁' } })).toMatchObject({ total: 1 })
    expect(await search({ ...everybody, conditions: { userName: '乙' } })).toMatchObject({ total: 0 })
  })

  // A crash of a backend does that too, and hands out the numbers of lost transactions again. Not where others share the server.
  it.runIf(kind === 'embedded')(
    'reads everything anew when PostgreSQL has begun its statistics anew (R10)',
    async () => {
      await putUser(somebody(1))
      const { search, index: made, lines } = await index()
      await sql`select pg_stat_reset_shared('bgwriter')`.execute(database.db)
      expect(await search(everybody)).toMatchObject({ total: 1 })
      await made.settled()
      expect(lines).toEqual(['search index ready', 'search index ready'])
    },
  )

  it('refuses to go on from somebody who has been removed or renumbered, as the database does', async () => {
    for (const number of [1, 2, 3]) await putUser(somebody(number))
    const { search } = await index()
    const after = (userId: string) => search({ ...everybody, after: { memberId: 'M-1', userId } })
    expect(idsOf(await after('U-002'))).toEqual(['U-003'])
    await putUser(somebody(2, '斎藤'))
    expect(idsOf(await after('U-002'))).toEqual(['U-003'])
    await sql`delete from users where user_id = 'U-002'`.execute(database.db)
    await sql`update users set user_id = 'U-009' where user_id = 'U-003'`.execute(database.db)
    for (const userId of ['U-002', 'U-003'])
      await expect(after(userId)).rejects.toMatchObject({ code: 'invalid_cursor' })
  })

  /** A transaction that has written and not yet ended. */
  async function startWriting(user: PlainUser): Promise<{ commit(): Promise<void> }> {
    const [written, end] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const whole = database.db.transaction().execute(async (tx) => {
      await putUser(user, tx)
      written.resolve()
      await end.promise
    })
    await written.promise
    return {
      async commit() {
        end.resolve()
        await whole
      },
    }
  }
})
