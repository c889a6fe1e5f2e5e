import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { createReissueRepository } from '../../../src-server/modules/reissues/reissue-repository.ts'
import { createSessionRepository } from '../../../src-server/modules/sessions/session-repository.ts'
import { openAccounts } from '../../../src-server/modules/users/account-service.ts'
import { createVerificationRepository } from '../../../src-server/modules/verifications/verification-repository.ts'
import { seedSession } from '../../support/seeded-sessions.ts'
import { seedVerification } from '../../support/seeded-verifications.ts'
import { people } from '../../support/server-fixtures.ts'
import { codeOf, reissue, startTestServer, type Answer, type TestServer } from '../../support/test-server.ts'

/** The first layer switched off: everybody “may see” everybody. */
vi.mock(import('../../../src-server/modules/users/user-policy.ts'), async (original) => ({
  ...(await original()),
  visibleTo: () => 'all-members' as const,
}))

let server: TestServer
let token: string
let foreignReissueId: string
let foreignVerificationId: string

beforeAll(async () => {
  server = await startTestServer()
  const { db, clock } = server
  token = (await seedSession(db, people.administrator, 'full', clock.now())) ?? ''
  const operator = (await seedSession(db, people.foreignAdministrator, 'full', clock.now())) ?? ''
  const issued = await reissue(server, operator, people.foreignStaff.userId, 'Tk7mQx93Rw')
  foreignReissueId = z.object({ reissueId: z.string() }).parse(issued.body).reissueId
  await seedSession(db, people.foreignStaff, 'full', clock.now())
  const verification = { operator: people.helpdesk, target: people.foreignAdministrator, state: 'open' } as const
  foreignVerificationId = await seedVerification(db, verification, clock.now())
})
afterAll(() => server.close())

const told = (answer: Answer): string => `${answer.status} ${codeOf(answer) ?? 'done'}`
const foreigners = [people.foreignStaff, people.foreignAdministrator, people.disabledAdministrator]

/** Everything an administrator could try on another member’s people, by what it is answered. */
async function attack(to: TestServer): Promise<string[]> {
  const outcomes: string[] = []
  for (const { userId } of foreigners) {
    const suggestions = `/api/v1/users/${userId}/suggestions`
    outcomes.push(`read ${told(await to.call('GET', `/api/v1/users/${userId}`, { token }))}`)
    outcomes.push(`suggest ${told(await to.call('POST', suggestions, { token }))}`)
    outcomes.push(`reissue ${told(await reissue(to, token, userId, 'Tk7mQx93Rw'))}`)
  }
  outcomes.push(`entry ${told(await to.call('GET', `/api/v1/reissues/${foreignReissueId}`, { token }))}`)
  const handover = { token, body: { kind: 'copied' } }
  outcomes.push(`handover ${told(await to.call('POST', `/api/v1/reissues/${foreignReissueId}/handovers`, handover))}`)
  return outcomes
}

async function readDays(of: TestServer): Promise<unknown> {
  const { body } = await of.call('GET', '/api/v1/reissues/statistics', { token })
  return z.object({ days: z.array(z.unknown()) }).parse(body).days
}

const credentialsOfForeigners = () =>
  server.db.selectFrom('credentials').selectAll().where('member_id', '=', 'M-B').orderBy('user_id').execute()

describe('the database’s layer alone: with the application’s switched off nobody gets any further (P16, R11)', () => {
  it('another member’s users, passwords and history stay out of reach', async () => {
    const before = await credentialsOfForeigners()
    const outcomes = await attack(server)
    expect(outcomes.length).toBe(11)
    for (const outcome of outcomes) expect(outcome).toMatch(/404 not_found$/)
    expect(await credentialsOfForeigners()).toEqual(before)
  })

  it('lists show none of them', async () => {
    const shown: number[] = []
    for (const path of [
      '/users?limit=200',
      '/users?memberId=M-B',
      '/users?userName=%E9%88%B4',
      '/reissues?limit=200',
      '/reissues?member=M-B',
      '/reissues?issuedBy=BA000001',
    ]) {
      const { status, text, body } = await server.call('GET', `/api/v1${path}`, { token })
      expect(status).toBe(200)
      expect(text).not.toMatch(/M-B|U-B-/)
      shown.push(z.object({ items: z.array(z.unknown()) }).parse(body).items.length)
    }
    expect(shown[0]).toBeGreaterThanOrEqual(5)
    expect(shown.slice(-2)).toEqual([0, 0])
    expect(await readDays(server)).toEqual([])
  })

  it('the first layer really is off: with all rights the same requests get through', async () => {
    const { db } = server
    const bare = await server.restart({ databases: { server: db, forMember: () => db, of: () => db } })
    try {
      const read = await bare.call('GET', `/api/v1/users/${people.foreignStaff.userId}`, { token })
      const entry = await bare.call('GET', `/api/v1/reissues/${foreignReissueId}`, { token })
      const list = await bare.call('GET', '/api/v1/users?limit=200', { token })
      expect([told(read), told(entry)]).toEqual(['200 done', '200 done'])
      expect(await readDays(bare)).toMatchObject([{ pending: 1 }])
      expect(list.text).toContain(people.foreignStaff.userId)
    } finally {
      await bare.close()
    }
  })

  it('nor do the repositories of users, sessions, reissues, credentials and verifications, asked directly', async () => {
    const member = server.deps.databases.forMember('M-A')
    const { memberId, userId } = people.foreignStaff
    const at = server.clock.now()
    const openSessions = () =>
      server.db
        .selectFrom('sessions')
        .select('session_id')
        .where('user_id', '=', userId)
        .where('ended_at', 'is', null)
        .execute()
    const readReissues = (db: typeof member) =>
      db.selectFrom('reissues').select(['reissue_id', 'used_at']).where('user_id', '=', userId).execute()
    const accounts = openAccounts(member)
    expect(await accounts.findUser('all-members', userId)).toBeUndefined()
    expect(await accounts.findUser({ memberId }, userId)).toBeUndefined()
    expect(await accounts.findCredential(memberId, userId)).toBeUndefined()
    expect(await accounts.listActiveAdministrators(memberId)).toEqual([])
    await expect(accounts.lockUser(memberId, userId)).rejects.toThrow('no result')
    await expect(accounts.setChosenPassword(memberId, userId, 'mine', at)).rejects.toMatchObject({ code: '42501' })
    await createSessionRepository(member).endAllOfUser({ memberId, userId }, 'logged_out', at).execute()
    await createReissueRepository(member).markUsed(memberId, foreignReissueId, at)
    expect(await readReissues(member)).toEqual([])
    expect(await createVerificationRepository(member).find(foreignVerificationId)).toBeUndefined()
    expect(await createVerificationRepository(server.deps.databases.server).find(foreignVerificationId)).toBeDefined()

    expect((await openSessions()).length).toBe(1)
    expect(await readReissues(server.db)).toEqual([{ reissue_id: foreignReissueId, used_at: null }])
    expect((await credentialsOfForeigners()).map(({ verifier }) => verifier)).not.toContain('mine')
  })

  it('and what an administrator may do still works', async () => {
    const colleague = await server.call('GET', `/api/v1/users/${people.colleague.userId}`, { token })
    expect(told(colleague)).toBe('200 done')
    const key = randomUUID()
    expect(told(await reissue(server, token, people.colleague.userId, 'Tk7mQx93Rw', { key }))).toBe('201 done')
    expect(told(await reissue(server, token, people.colleague.userId, 'Tk7mQx93Rw', { key }))).toBe('201 done')
  })
})
