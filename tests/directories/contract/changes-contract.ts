import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DirectoryAccount } from '../../../src-server/directory/directory-port.ts'
import type { OpenDatabase } from '../../../src-server/database/open-database.ts'
import { importUsers } from '../../../src-server/modules/members/import-service.ts'
import { createUserSearchRepository } from '../../../src-server/modules/users/user-search-repository.ts'
import { startTestDatabases, type TestDatabases } from '../../support/test-database.ts'
import { people } from '../servers/golden-people.ts'
import type { DirectoryWorld } from '../worlds/directory-world.ts'
import { createPassword, inTwoDays, passSecond, prepare, readAll } from './contract-steps.ts'
import { goldenSearches } from './golden-searches.ts'

export function describeChanges(getWorld: () => DirectoryWorld): void {
  describe('reading changes', () => {
    it('lists everybody of the member and nobody else, page by page', async () => {
      const { changed } = await readAll(getWorld().open('M-B'), null)
      const expected = people.filter(({ member }) => member === 'M-B')
      const read = changed.map(({ userId, loginId, userName, role }) => ({ userId, loginId, userName, role }))
      expect(read).toEqual(
        expect.arrayContaining(
          expected.map(({ userId, loginId, userName, role }) => ({ userId, loginId, userName, role })),
        ),
      )
      const others = people.filter(({ member }) => member !== 'M-B').map(({ userId }) => userId)
      expect(read.filter(({ userId }) => others.includes(userId))).toEqual([])
      expect(new Set(changed.map(({ accountId }) => accountId)).size).toBe(changed.length)
    })

    it('then tells who is new, changed or reissued, and not everybody again', async () => {
      const world = getWorld()
      const { made: changedOne, port, account } = await prepare(world)
      const first = await readAll(port, null)
      // Marks of a second: what happened in the same one may be told twice.
      await passSecond(world)
      const added = await prepare(world)
      await port.resetToTemporary(account, createPassword(), inTwoDays())
      const second = await readAll(port, first.next)
      const ids = second.changed.map(({ accountId }) => accountId)
      expect(ids).toEqual(expect.arrayContaining([account.accountId, added.account.accountId]))
      expect(second.changed.find(({ accountId }) => accountId === account.accountId)?.passwordState).toBe('temporary')
      await world.renameAccount(changedOne, `c${changedOne.loginId}`)
      const third = await readAll(port, second.next)
      expect(third.changed.map(({ loginId }) => loginId)).toContain(`c${changedOne.loginId}`)
      // The product’s own store reads everything each time.
      expect(world.folds || third.changed.length < first.changed.length).toBe(true)
    })

    it('lets nobody be missed who is deleted or has gone to another member', async () => {
      const world = getWorld()
      const [gone, moved] = [await prepare(world), await prepare(world)]
      const { port } = gone
      const first = await readAll(port, null)
      await world.removeAccount(gone.made)
      await world.moveAccount(moved.made, 'M-B')
      const { deleted } = await readAll(port, first.next)
      const complete = await readAll(port, null)
      const still = complete.changed.map(({ accountId }) => accountId)
      for (const { account } of [gone, moved]) expect(still).not.toContain(account.accountId)
      // Where the server can tell, it tells the truth.
      for (const id of deleted) expect(await port.get(id)).toBeUndefined()
      expect(await world.open('M-B').get(moved.account.accountId)).toMatchObject({ userId: moved.account.userId })
    })

    it.each(['', 'nonsense', '{"mark":1}', '{}', '9'])(
      'begins anew after %j, which it never gave out',
      async (since) => {
        const { changed } = await readAll(getWorld().open('M-A'), since)
        expect(changed.map(({ userId }) => userId)).toEqual(expect.arrayContaining(['U-001', 'U-002', 'U-003']))
      },
    )

    describe('the product’s own search over what was read', () => {
      let databases: TestDatabases
      let database: OpenDatabase

      beforeAll(async () => {
        databases = await startTestDatabases('embedded')
        database = await databases.open()
        const lines = ['memberId,memberName,userId,loginId,userName,role']
        for (const member of ['M-A', 'M-B']) {
          const { changed } = await readAll(getWorld().open(member), null)
          lines.push(...changed.filter(isGolden).map((account) => toCsv(member, account)))
        }
        const at = new Date()
        const chunks = toChunks(lines.join('\n'))
        const outcome = await importUsers({ db: database.db, chunks, clock: () => at, isDryRun: false })
        expect(outcome).toMatchObject({ imported: true })
      })
      afterAll(async () => {
        await database?.close()
        await databases?.stop()
      })

      it.each(goldenSearches)('finds by $field “$text” (U1, U2, U3)', async ({ field, text, finds }) => {
        const { server } = database.databases
        const query = { scope: 'all-members', sort: 'userId', limit: 200, at: new Date() } as const
        const { items } = await createUserSearchRepository(server).searchUsers(
          { ...query, conditions: { [field]: text } },
          server,
        )
        expect(items.map(({ userId }) => userId)).toEqual(finds)
      })
    })
  })
}

const isGolden = ({ userId }: DirectoryAccount): boolean => people.some((person) => person.userId === userId)

const toCsv = (member: string, { userId, loginId, userName, role }: DirectoryAccount): string =>
  [member, member, userId, loginId, userName, role].join(',')

async function* toChunks(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text)
}
