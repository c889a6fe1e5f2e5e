import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer, type RunningServer } from '../../../src-server/serve.ts'
import { listenForMetrics } from '../../../src-server/metrics/metrics-listener.ts'
import { readOperatingFigures } from '../../../src-server/metrics/operating-figures-repository.ts'
import { createServerMetrics } from '../../../src-server/metrics/server-metrics.ts'
import { inProject } from '../../support/project.ts'
import { readTemplate, startTestDatabases } from '../../support/test-database.ts'

const loopback = { host: '127.0.0.1', port: 0 }

let server: RunningServer
beforeAll(async () => {
  server = await startServer({
    listen: loopback,
    metricsListen: loopback,
    dataDir: 'memory',
    database: { kind: 'embedded', dataDir: 'memory', dump: await readTemplate() },
    sample: true,
    logLevel: 'silent',
  })
})
afterAll(() => server.close())

const read = async (): Promise<string> => (await fetch(server.metricsUrl ?? '')).text()

/** The value of one figure, by its name and labels as they are printed. */
const valueOf = (text: string, name: string): number | undefined => {
  const line = text.split('\n').find((each) => each.startsWith(`${name} `))
  return line === undefined ? undefined : Number(line.slice(name.length))
}

describe('GET /metrics', () => {
  it('counts requests by route pattern and status, and holds no ID and nothing that was typed (P22)', async () => {
    const body = JSON.stringify({ loginId: 'Canary88Id', password: 'Canary88Pw' })
    const headers = { 'content-type': 'application/json' }
    await fetch(`${server.url}/api/v1/sessions`, { method: 'POST', headers, body })
    await fetch(`${server.url}/api/v1/users/Canary88User`)
    await fetch(`${server.url}/Canary88Path`, { method: 'PATCH' })
    const text = await read()
    const count = 'saihakko_http_request_duration_seconds_count'
    expect(valueOf(text, `${count}{method="POST",route="/api/v1/sessions",status="401"}`)).toBe(1)
    expect(valueOf(text, `${count}{method="GET",route="/api/v1/users/:userId",status="401"}`)).toBe(1)
    expect(valueOf(text, `${count}{method="any",route="none",status="404"}`)).toBe(1)
    expect(text).not.toContain('Canary88')
    for (const { loginId, memberId, password } of server.sampleAccounts ?? []) {
      for (const secret of [loginId, memberId, password]) expect(text).not.toContain(secret)
    }
  })

  it('tells of verifiers, the database, the outbox, sessions and the audit', async () => {
    const text = await read()
    expect(valueOf(text, 'saihakko_password_check_wait_seconds_count')).toBeGreaterThan(0)
    expect(valueOf(text, 'saihakko_password_checks_waiting')).toBe(0)
    expect(valueOf(text, 'saihakko_database_up')).toBe(1)
    expect(valueOf(text, 'saihakko_database_connections_waiting')).toBe(0)
    expect(valueOf(text, 'saihakko_notices_unsent')).toBeGreaterThanOrEqual(0)
    expect(valueOf(text, 'saihakko_notices_oldest_unsent_seconds')).toBeGreaterThanOrEqual(0)
    expect(valueOf(text, 'saihakko_notices_given_up')).toBe(0)
    expect(valueOf(text, 'saihakko_sessions_open')).toBe(0)
    expect(valueOf(text, 'saihakko_audit_head')).toBeGreaterThan(0)
    expect(valueOf(text, 'nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0)
  })

  it('is alone on its address, and not on that of the service', async () => {
    const { origin } = new URL(server.metricsUrl ?? '')
    const statuses = [
      (await fetch(`${origin}/`)).status,
      (await fetch(`${origin}/metrics`, { method: 'POST' })).status,
      (await fetch(`${origin}/api/v1/policy`)).status,
      (await fetch(`${server.url}/metrics`)).status,
    ]
    expect(statuses).toEqual([404, 404, 404, 404])
  })

  it('says that the database is away, and no figure of before, without waiting for it (R5)', async () => {
    const figures = {
      unsentNotices: 3,
      oldestUnsentAt: null,
      givenUpNotices: 0,
      openSessions: 1,
      auditHead: 7,
      mirrors: [],
      oldestExpireDueAt: null,
      oldestSettleDueAt: null,
      openIntents: 0,
      unconfirmedIntents: 0,
    }
    let answers: () => Promise<typeof figures> = async () => figures
    let asked = 0
    const rendered = createServerMetrics({ databaseLimitMs: 200 }).renderWith({
      readLoad: () => ({ connections: 1, idle: 0, waiting: 0 }),
      readFigures: () => ((asked += 1), answers()),
      clock: () => new Date(),
    })
    const listener = await listenForMetrics(rendered, loopback)
    const before = await (await fetch(listener.url)).text()
    answers = () => new Promise(() => {})
    const [first, second] = await Promise.all([1, 2].map(async () => (await fetch(listener.url)).text()))
    await listener.close()
    expect(valueOf(before, 'saihakko_notices_unsent')).toBe(3)
    for (const text of [first ?? '', second ?? '']) {
      expect(valueOf(text, 'saihakko_database_up')).toBe(0)
      expect(valueOf(text, 'saihakko_notices_unsent')).toBeUndefined()
    }
    // Both waited for one question: a scraper must not add to the trouble of a database that hangs.
    expect(asked).toBe(2)
  })

  it('reads the same figures from PostgreSQL, and how busy its connections are', async () => {
    const databases = await startTestDatabases('postgres')
    const database = await databases.open()
    const figures = await readOperatingFigures(database.databases.server, new Date())
    const load = database.readLoad()
    await database.close()
    await databases.stop()
    const none = { unsentNotices: 0, oldestUnsentAt: null, givenUpNotices: 0, openSessions: 0, auditHead: 0 }
    expect(figures).toMatchObject(none)
    expect(load.connections).toBeGreaterThan(0)
    expect(load).toMatchObject({ idle: load.connections, waiting: 0 })
  })

  it('docs/operations.md explains every figure, and no other', async () => {
    const namesIn = (text: string, pattern: RegExp) => new Set([...text.matchAll(pattern)].map(([, name]) => name))
    const explained = namesIn(readFileSync(inProject('docs', 'operations.md'), 'utf8'), /^\| `(saihakko_\w+)/gm)
    expect(explained).toEqual(namesIn(await read(), /^# TYPE (saihakko_\w+)/gm))
  })
})
