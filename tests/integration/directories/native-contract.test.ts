import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe } from 'vitest'
import { createNativeDirectory } from '../../../src-server/directory/native-directory.ts'
import { importUsers } from '../../../src-server/modules/members/import-service.ts'
import { openAccounts } from '../../../src-server/modules/users/account-service.ts'
import { createPasswordVerifier } from '../../../src-server/security/password-verifier.ts'
import { startTestDatabases } from '../../support/test-database.ts'
import { describeContract } from '../../directories/contract/describe-contract.ts'
import { people } from '../../directories/servers/golden-people.ts'
import type { DirectoryWorld } from '../../directories/worlds/directory-world.ts'
import { createMovableClock, openOwnWorld } from '../../directories/worlds/own-world.ts'

const header = 'memberId,memberName,userId,loginId,userName,role,phone,fax,email\n'

describe('the product’s own store', () => {
  let world: DirectoryWorld | undefined
  beforeAll(async () => {
    world = await openNativeWorld()
  })
  afterAll(async () => {
    await world?.close()
  })
  describeContract(() => {
    if (!world) throw new Error('the database is not there yet')
    return world
  }, describe)
})

async function openNativeWorld(): Promise<DirectoryWorld> {
  const databases = await startTestDatabases('embedded')
  const database = await databases.open()
  const { db } = database
  const clock = createMovableClock()
  const passwords = createPasswordVerifier({ maxConcurrent: 2, maxQueued: 1000 })
  const fill = async (lines: readonly string[]): Promise<void> => {
    const outcome = await importUsers({
      db,
      chunks: toChunks(header + lines.join('\n')),
      clock: clock.now,
      isDryRun: false,
    })
    if (!outcome.imported) throw new Error(JSON.stringify(outcome))
  }
  await fill(
    people.map(({ member = 'M-O', userId, loginId, userName, role, phone = '', fax = '', email = '' }) =>
      [member, member, userId, loginId, userName, role, phone, fax, email].join(','),
    ),
  )
  return openOwnWorld({
    name: 'native',
    closedState: 'disabled',
    clock,
    open: (memberId) => createNativeDirectory({ db, memberId, passwords, clock: clock.now, newId: randomUUID }),
    async put({ member, userId, loginId, role, password }) {
      await fill([[member, member, userId, loginId, `試験 ${loginId}`, role, '', '', ''].join(',')])
      await openAccounts(db).setChosenPassword(member, userId, await passwords.hash(password), clock.now())
    },
    async update(userId, { loginId, member, isClosed }) {
      if (member !== undefined) await db.deleteFrom('credentials').where('user_id', '=', userId).execute()
      await db
        .updateTable('users')
        .set({
          ...(loginId === undefined ? {} : { login_id: loginId }),
          ...(member === undefined ? {} : { member_id: member }),
          ...(isClosed ? { state: 'disabled' } : {}),
        })
        .where('user_id', '=', userId)
        .execute()
    },
    async remove(userId) {
      await db.deleteFrom('credentials').where('user_id', '=', userId).execute()
      await db.deleteFrom('users').where('user_id', '=', userId).execute()
    },
    async close() {
      await database.close()
      await databases.stop()
    },
  })
}

async function* toChunks(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text)
}
