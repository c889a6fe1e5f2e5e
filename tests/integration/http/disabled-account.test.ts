import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importUsers } from '../../../src-server/modules/members/import-service.ts'
import { passwordOf, people } from '../../support/server-fixtures.ts'
import { codeOf, startTestServer, type TestServer } from '../../support/test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const current = (token: string) => server.call('GET', '/api/v1/sessions/current', { token })

/** Imports one person again, in the given state. */
async function importState(name: 'staff' | 'colleague', state: 'active' | 'disabled'): Promise<void> {
  const { memberId, userId, loginId, userName, role } = people[name]
  const csv = `memberId,memberName,userId,loginId,userName,role,state\n${memberId},アルファ商事,${userId},${loginId},${userName},${role},${state}\n`
  const outcome = await importUsers({
    db: server.db,
    chunks: toBytes(csv),
    clock: server.clock.now,
    isDryRun: false,
  })
  expect(outcome).toMatchObject({ imported: true, users: 1 })
}

async function* toBytes(text: string): AsyncIterable<Uint8Array> {
  yield Buffer.from(text)
}

const setState = (userId: string, state: 'active' | 'disabled') =>
  server.db.updateTable('users').set({ state }).where('user_id', '=', userId).execute()

const endReasons = async (userId: string) => {
  const rows = await server.db.selectFrom('sessions').select('end_reason').where('user_id', '=', userId).execute()
  return rows.map(({ end_reason: reason }) => reason)
}

describe('a disabled account (P17)', () => {
  it('has no session left after an import, and being enabled again revives none', async () => {
    const [token, bystander] = [await server.logIn('staff'), await server.logIn('colleague')]
    await importState('staff', 'disabled')
    expect(codeOf(await current(token))).toBe('session_ended')
    expect(await endReasons(people.staff.userId)).toEqual(['account_disabled'])
    await importState('staff', 'active')
    expect(codeOf(await current(token))).toBe('session_ended')
    expect((await current(bystander)).status).toBe(200)
    expect((await current(await server.logIn('staff'))).status).toBe(200)
  })

  it('has none either when it was disabled in any other way; sessions that ended before keep their reason', async () => {
    const [left, open] = [await server.logIn('otherAdministrator'), await server.logIn('otherAdministrator')]
    await server.call('DELETE', '/api/v1/sessions/current', { token: left })
    const { userId } = people.otherAdministrator
    await setState(userId, 'disabled')
    await setState(userId, 'active')
    expect(codeOf(await current(open))).toBe('session_ended')
    expect(new Set(await endReasons(userId))).toEqual(new Set(['account_disabled', 'logged_out']))
  })

  it('gets no session from a login that had begun before', async () => {
    const verify: TestServer['deps']['passwords']['verify'] = async (verifier, password) => {
      const matches = await server.deps.passwords.verify(verifier, password)
      await setState(people.colleague.userId, 'disabled')
      return matches
    }
    const racing = await server.restart({ passwords: { ...server.deps.passwords, verify } })
    const before = (await endReasons(people.colleague.userId)).length
    const answer = await racing.call('POST', '/api/v1/sessions', {
      body: { loginId: people.colleague.loginId, password: passwordOf('colleague') },
    })
    await racing.close()
    expect([answer.status, codeOf(answer)]).toEqual([403, 'account_disabled'])
    expect(await endReasons(people.colleague.userId)).toHaveLength(before)
  })
})
