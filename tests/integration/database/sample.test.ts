import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startedVerificationSchema } from '../../../src-shared/api/verifications.ts'
import { embeddedServerReportSchema } from '../../../src-shared/embedded-server-schema.ts'
import { startServer, type RunningServer } from '../../../src-server/serve.ts'
import { createUserSearchRepository } from '../../../src-server/modules/users/user-search-repository.ts'
import { shortLived } from '../../support/embedded-process.ts'
import { inProject } from '../../support/project.ts'
import { readTemplate } from '../../support/test-database.ts'

describe('the sample', () => {
  let server: RunningServer
  beforeAll(async () => {
    server = await startServer({
      listen: { host: '127.0.0.1', port: 0 },
      database: { kind: 'embedded', dataDir: 'memory', dump: await readTemplate() },
      dataDir: 'memory',
      sample: true,
      logLevel: 'silent',
    })
  })
  afterAll(async () => server?.close())

  const logIn = (loginId: string, password: string) =>
    fetch(`${server.url}/api/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ loginId, password }),
    })

  it('has an account of every role, each with a password that works', async () => {
    const accounts = server.sampleAccounts ?? []
    expect(accounts.map(({ loginId, role }) => `${loginId} ${role}`)).toEqual([
      'WR012739 administrator',
      'CZ021017 staff',
      'WR020001 administrator',
      'HD000001 helpdesk',
    ])
    for (const { loginId, password } of accounts) expect((await logIn(loginId, password)).status, loginId).toBe(201)
  })

  it('lets the helpdesk try a verification: facts and two numbers to call back (H1)', async () => {
    const account = server.sampleAccounts?.find(({ role }) => role === 'helpdesk')
    const login = await logIn(account?.loginId ?? '', account?.password ?? '')
    const { token } = z.object({ token: z.string() }).parse(await login.json())
    for (const userId of ['EJUM128951TST0020000', 'EJUM128951TST0030000']) {
      const answer = await fetch(`${server.url}/api/v1/verifications`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ userId }),
      })
      const { facts, callbackNumbers } = startedVerificationSchema.parse(await answer.json())
      expect([facts.length, callbackNumbers.length]).toEqual([4, 2])
    }
  })

  it('has exactly the two users of the seed in their member, and forty staff of every state in the other', async () => {
    const search = (memberId: string) =>
      createUserSearchRepository(server.db).searchUsers(
        { scope: { memberId }, conditions: {}, sort: 'userId', limit: 200, at: new Date() },
        server.db,
      )
    expect((await search('EJUU128951TST0020000')).items.map(({ loginId }) => loginId)).toEqual(['WR012739', 'CZ021017'])
    const trading = await search('EJUU128951TST0030000')
    expect(trading.total).toBe(41)
    const states = new Set(
      trading.items.map(({ state, passwordState }) => (state === 'disabled' ? state : passwordState)),
    )
    expect([...states].toSorted()).toEqual(['active', 'disabled', 'expired', 'none', 'temporary'])
    const events = await server.db
      .selectFrom('audit_events')
      .select('seq')
      .where('action', '=', 'reissue_password')
      .execute()
    expect(events).toHaveLength((await server.db.selectFrom('reissues').select('reissue_id').execute()).length)
  })
})

describe('the trial server that the app forks', () => {
  it('reports its address and accounts, the accounts only once, refuses a folder in use, and ends when told or left', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'saihakko-trial-'))
    const forkServer = async () => {
      const child = fork(inProject('src-server', 'embedded.ts'), {
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
        execArgv: [...shortLived],
      })
      child.send({ type: 'start', dataDir })
      const [report] = await once(child, 'message')
      return { child, report: embeddedServerReportSchema.parse(report) }
    }
    try {
      const first = await forkServer()
      expect(first.report).toMatchObject({ type: 'ready', accounts: [{ loginId: 'WR012739' }, {}, {}, {}] })
      const rival = await forkServer()
      expect(rival.report).toMatchObject({ type: 'failed', code: 'data_directory_in_use' })
      rival.child.send({ type: 'stop' })
      await once(rival.child, 'exit')
      first.child.send({ type: 'stop' })
      await once(first.child, 'exit')
      expect(first.child.exitCode).toBe(0)
      const second = await forkServer()
      expect(second.report).toMatchObject({ type: 'ready', accounts: [] })
      second.child.disconnect()
      await once(second.child, 'exit')
      expect(second.child.exitCode).toBe(0)
    } finally {
      rmSync(dataDir, { recursive: true, force: true })
    }
  })
})
