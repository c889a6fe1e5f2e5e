import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DirectoryAccount, DirectoryPort } from '../../../src-server/directory/directory-port.ts'
import { createNativeDirectory } from '../../../src-server/directory/native-directory.ts'
import { HOUR_MS } from '../../support/fixed-clock.ts'
import { passwordOf, people } from '../../support/server-fixtures.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'

let server: TestServer
let port: DirectoryPort

beforeAll(async () => {
  server = await startTestServer()
  const { db, clock, deps } = server
  port = createNativeDirectory({ db, memberId: 'M-A', passwords: deps.passwords, clock: clock.now, newId: randomUUID })
})
afterAll(() => server.close())

const read = async (accountId: string): Promise<DirectoryAccount> => {
  const account = await port.get(accountId)
  if (!account) throw new Error('no account')
  return account
}

describe('the product’s own tables as a directory', () => {
  const { userId } = people.staff

  it('finds and lists the users of its member, and no others', async () => {
    expect((await port.search('as00000', 2)).accounts.map(({ loginId }) => loginId)).toEqual(['AS000009', 'AS000001'])
    expect((await port.search('as00000', 2)).isTruncated).toBe(true)
    const listed: string[] = []
    for await (const page of port.readChanges(null)) listed.push(...page.changed.map(({ accountId }) => accountId))
    const own = Object.values(people).filter(({ memberId }) => memberId === 'M-A')
    expect(new Set(listed)).toEqual(new Set(own.map((person) => person.userId)))
    expect(await port.get(people.foreignStaff.userId)).toBeUndefined()
  })

  it('from a reset to a password of one’s own, and to the end of one that was not used', async () => {
    const before = await read(userId)
    const validUntil = new Date(server.clock.now().getTime() + HOUR_MS)
    const { version } = await port.resetToTemporary(before, 'Tk7mQx93Rw', validUntil)
    expect(await read(userId)).toMatchObject({ passwordState: 'temporary', version })
    expect(version).not.toBe(before.version)
    expect(await port.verify(userId, passwordOf('staff'))).toBe('wrong')
    expect(await port.verify(userId, 'Tk7mQx93Rw')).toBe('temporary')
    expect(await port.settle(userId)).toBe('still_temporary')
    await expect(port.changePassword(userId, 'x', 'my very own secret')).rejects.toMatchObject({
      kind: 'wrong_password',
    })
    await port.changePassword(userId, 'Tk7mQx93Rw', 'my very own secret')
    expect(await port.verify(userId, 'my very own secret')).toBe('chosen')
    expect(await port.expire(userId, version)).toBe('already_changed')
    const again = await port.resetToTemporary(await read(userId), 'Zw8nPv46Hd', validUntil)
    expect(await port.expire(userId, again.version)).toBe('expired')
    expect(await port.verify(userId, 'Zw8nPv46Hd')).toBe('expired')
  })

  it('refuses whoever is disabled', async () => {
    const disabled = await read(people.disabledStaff.userId)
    await expect(port.resetToTemporary(disabled, 'Tk7mQx93Rw', new Date())).rejects.toMatchObject({
      kind: 'locked_by_administrator',
    })
    expect(await port.verify(disabled.accountId, passwordOf('disabledStaff'))).toBe('disabled')
  })
})
