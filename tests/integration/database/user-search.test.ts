import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { UserSort, UserSummary } from '../../../src-shared/api/users.ts'
import { foldSearchText } from '../../../src-shared/domain/search-text.ts'
import type { OpenDatabase } from '../../../src-server/database/open-database.ts'
import { importUsers } from '../../../src-server/modules/members/import-service.ts'
import type { UserSearch } from '../../../src-server/modules/users/user-search.ts'
import { selectPage } from '../../../src-server/modules/users/user-search-query.ts'
import { createUserSearchRepository } from '../../../src-server/modules/users/user-search-repository.ts'
import { databaseKinds, startTestDatabases, type TestDatabases } from '../../support/test-database.ts'
import { generateUserCsv } from '../../support/user-csv-generator.ts'

const at = new Date('2026-11-23T00:00:00.000Z')
const named = [
  ['M-A', '㈱アルファ', 'U-001', 'WR012739', '髙橋 太郎', 'administrator'],
  ['M-A', '㈱アルファ', 'U-002', 'CZ000002', '高橋　花子', 'staff'],
  ['M-A', '㈱アルファ', 'U-003', 'CZ000003', 'ﾃｽﾄ 一郎', 'staff'],
  ['M-A', '㈱アルファ', 'U-004', 'CZ_00%04', '100% a_b C\\D', 'staff'],
  ['M-B', 'ベータ', 'U-005', 'WR099999', '齋藤 直子', 'administrator'],
  ['M-B', 'ベータ', 'U-006', 'CZ000006', '𠮷田 健', 'staff'],
  ['M-B', 'ベータ', 'U-007', 'CZ000007', '橋高', 'staff'],
]
const header = 'memberId,memberName,userId,loginId,userName,role\n'
const namedCsv = header + named.map((fields) => fields.join(',')).join('\n')

describe.each(databaseKinds)('searching users (%s)', (kind) => {
  let databases: TestDatabases
  let database: OpenDatabase
  let large: OpenDatabase

  beforeAll(async () => {
    databases = await startTestDatabases(kind)
    database = await databases.open()
    large = await databases.open()
    await fill(database, [namedCsv])
    await fill(large, generateUserCsv({ users: 1500, members: 12 }))
  })
  afterAll(async () => {
    await database?.close()
    await large?.close()
    await databases?.stop()
  })

  const fill = async ({ db }: OpenDatabase, texts: Iterable<string>) => {
    const outcome = await importUsers({ db, chunks: toBytes(texts), clock: () => at, isDryRun: false })
    expect(outcome).toMatchObject({ imported: true })
  }
  const search = (query: Partial<UserSearch>, on = database) =>
    createUserSearchRepository(on.databases.server).searchUsers(
      { scope: 'all-members', conditions: {}, sort: 'userId', limit: 200, at, ...query },
      query.scope === undefined || query.scope === 'all-members'
        ? on.databases.server
        : on.databases.forMember(query.scope.memberId),
    )
  const find = async (conditions: UserSearch['conditions'], scope: UserSearch['scope'] = 'all-members') =>
    (await search({ conditions, scope })).items.map(({ userId }) => userId)

  it('finds parts without regard to case, width, kana and variants (U1, U2)', async () => {
    expect(await find({ userName: '高橋' })).toEqual(['U-001', 'U-002'])
    expect(await find({ userName: '髙橋' })).toEqual(['U-001', 'U-002'])
    expect(await find({ userName: '斎藤' })).toEqual(['U-005'])
    expect(await find({ userName: '吉田' })).toEqual(['U-006'])
    for (const word of ['てすと', 'テスト', 'ﾃｽﾄ']) expect(await find({ userName: word })).toEqual(['U-003'])
    for (const word of ['wr0', 'ＷＲ０', 'Wr01']) expect(await find({ loginId: word })).toContain('U-001')
    expect(await find({ userName: '高' })).toEqual(['U-001', 'U-002', 'U-007'])
  })

  it('takes wildcards literally (U3)', async () => {
    expect(await find({ userName: '%' })).toEqual(['U-004'])
    expect(await find({ userName: '_' })).toEqual(['U-004'])
    expect(await find({ userName: '\\' })).toEqual(['U-004'])
    expect(await find({ loginId: '_00%' })).toEqual(['U-004'])
    expect(await find({ userName: "'; drop table users --" })).toEqual([])
  })

  it('asks for all words, within the field and in one piece, and for all conditions', async () => {
    expect(await find({ userName: '橋 花' })).toEqual(['U-002'])
    expect(await find({ userName: '花　高橋' })).toEqual(['U-002'])
    expect(await find({ userName: '高橋', loginId: 'wr' })).toEqual(['U-001'])
    expect(await find({ userName: 'wr0' })).toEqual([])
    expect(await find({ userName: '   ' })).toHaveLength(7)
    expect(await find({ userName: '高郎' })).toEqual([])
  })

  it('narrows by member and state, and never leaves the scope', async () => {
    expect(await find({ memberName: '(株)' })).toEqual(['U-001', 'U-002', 'U-003', 'U-004'])
    expect(await find({ memberId: 'm-b' })).toEqual(['U-005', 'U-006', 'U-007'])
    expect(await find({ memberId: 'M-B' }, { memberId: 'M-A' })).toEqual([])
    expect(await find({ userName: '高' }, { memberId: 'M-B' })).toEqual(['U-007'])
    expect(await find({}, { memberId: 'M-A' })).toHaveLength(4)
    expect(await find({ state: 'disabled' })).toEqual([])
  })

  it('tells the state of the password', async () => {
    const reissueId = randomUUID()
    const credential = { member_id: 'M-A', set_at: at, verifier: 'x', reissue_id: null, expires_at: null }
    await database.db
      .insertInto('credentials')
      .values([
        { ...credential, user_id: 'U-001', kind: 'chosen' },
        { ...credential, user_id: 'U-002', kind: 'temporary', expires_at: at, reissue_id: reissueId },
        {
          ...credential,
          user_id: 'U-003',
          kind: 'temporary',
          expires_at: new Date(at.getTime() - 1),
          reissue_id: reissueId,
        },
      ])
      .execute()
    const { items } = await search({ scope: { memberId: 'M-A' } })
    expect(items.map(({ passwordState }) => passwordState)).toEqual(['active', 'temporary', 'expired', 'none'])
  })

  const sorts: UserSort[] = [
    'userId',
    '-userId',
    'loginId',
    '-loginId',
    'userName',
    '-userName',
    'memberId',
    '-memberId',
    'memberName',
    '-memberName',
  ]
  it.each(sorts)('walks every page by %s: each user once, in order, with the exact total', async (sort) => {
    const scopes = [
      { scope: 'all-members' as const },
      { scope: { memberId: 'GENU0000003' } },
      { scope: 'all-members' as const, conditions: { userName: '高' } },
    ]
    for (const query of scopes) {
      const all = await walk({ ...query, sort })
      const { total } = await search({ ...query, sort, limit: 1 }, large)
      expect(all).toHaveLength(total)
      expect(new Set(all.map(({ userId }) => userId)).size).toBe(total)
      const keys = all.map((user) => sortKey(user, sort))
      const ordered = keys.toSorted((a, b) => (sort.startsWith('-') ? Buffer.compare(b, a) : Buffer.compare(a, b)))
      expect(keys).toEqual(ordered)
    }
  })

  async function walk(query: Partial<UserSearch>): Promise<UserSummary[]> {
    const all: UserSummary[] = []
    let after: UserSearch['after']
    for (;;) {
      const page = await search({ ...query, limit: 170, ...(after ? { after } : {}) }, large)
      all.push(...page.items)
      if (!page.next) return all
      after = page.next
    }
  }

  it('finds exactly what a plain comparison finds', async () => {
    const everybody = await walk({})
    for (const word of ['高', '高橋', 'さとう', 'smith', 'ソ', 'ö', '㈱', '　', 'ンジ', '100%', 'a_b']) {
      const expected = everybody.filter(({ userName }) => foldSearchText(userName).includes(foldSearchText(word)))
      const { items, total } = await search({ conditions: { userName: word }, limit: 200 }, large)
      expect(total, word).toBe(expected.length)
      expect(
        items.map(({ userId }) => userId),
        word,
      ).toEqual(expected.slice(0, 200).map(({ userId }) => userId))
    }
  })

  it('finds what nearly everybody has by the index as well, in one member and in all', async () => {
    const everybody = await walk({})
    const member = { memberId: 'GENU0000003' }
    for (const word of ['0', '00', '000', '0000', '0012', 'gen'])
      for (const scope of ['all-members' as const, member]) {
        const conditions = { userId: word }
        const expected = everybody.filter(
          ({ userId, memberId }) =>
            foldSearchText(userId).includes(word) && (scope === 'all-members' || memberId === scope.memberId),
        )
        const { items, total } = await search({ scope, conditions }, large)
        const ids = expected.slice(0, 200).map(({ userId }) => userId)
        expect([total, items.map(({ userId }) => userId)], word).toEqual([expected.length, ids])
        const page = selectPage({ scope, conditions, sort: 'userId', limit: 50, at }, undefined)
        const plan = await sql`explain ${page}`.execute(large.databases.server)
        expect(JSON.stringify(plan.rows), word).toContain('Bitmap Index Scan on users_search')
      }
  })

  it('gives the total after the last page as well', async () => {
    const after = { memberId: 'M-B', userId: 'U-007' }
    expect(await search({ after })).toEqual({ items: [], total: 7, next: null })
    expect(await search({ after: { memberId: 'M-A', userId: 'U-001' }, sort: '-loginId' })).toMatchObject({ total: 7 })
  })

  it('does not go on from a user who is not there', async () => {
    const after = { memberId: 'M-B', userId: 'U-001' }
    await expect(search({ after, sort: 'userName' })).rejects.toMatchObject({ code: 'invalid_cursor' })
  })
})

function sortKey(user: UserSummary, sort: UserSort): Buffer {
  const keys = {
    userId: user.userId,
    loginId: foldSearchText(user.loginId),
    userName: `${foldSearchText(user.userName)}\0${user.userId}`,
    memberId: `${user.memberId}\0${user.userId}`,
    memberName: `${foldSearchText(user.memberName)}\0${user.memberId}\0${user.userId}`,
  }
  const entry = Object.entries(keys).find(([name]) => sort.endsWith(name))
  return Buffer.from(entry?.[1] ?? '')
}

async function* toBytes(texts: Iterable<string>): AsyncIterable<Uint8Array> {
  for (const text of texts) yield Buffer.from(text)
}
