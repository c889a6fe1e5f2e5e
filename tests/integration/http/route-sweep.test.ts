import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RouteDefinition } from '../../../src-shared/api/route.ts'
import { routes, type Operation } from '../../../src-shared/api/routes.ts'
import { actors, expectations, expectOutcome, targetsOf, type Actor } from '../../support/authorisation-expectations.ts'
import { seedSession, sessionStates, type SessionState } from '../../support/seeded-sessions.ts'
import { people } from '../../support/server-fixtures.ts'
import { createSweepWorld, type SweepWorld } from '../../support/sweep-world.ts'
import { codeOf, startTestServer, type TestServer } from '../../support/test-server.ts'

let server: TestServer
let world: SweepWorld

beforeAll(async () => {
  server = await startTestServer()
  world = await createSweepWorld(server)
})
afterAll(() => server.close())

const isOperation = (name: string): name is Operation => Object.hasOwn(routes, name)
const operations = Object.keys(routes).filter(isOperation)
const definitionOf = (operation: Operation): RouteDefinition => routes[operation]

interface Case {
  readonly operation: Operation
  readonly actor: Actor
  readonly state: SessionState
  readonly target: string
}

/** Every state of a session with one target, and with a full session every target. */
function* generateCases(operation: Operation): Generator<Case> {
  const targets = targetsOf(operation)
  for (const actor of actors) {
    for (const state of sessionStates) {
      // Each refused login costs the time of a password, and has no session to be told apart by.
      if (operation === 'logIn' && actor !== 'staff') continue
      const swept = state === 'full' ? targets : targets.filter((target) => target !== 'self').slice(0, 1)
      for (const target of swept) yield { operation, actor, state, target }
    }
  }
}

const outcomes = new Map<string, number>()

/** Sends one case and gives what was answered, as the table writes it. */
async function send(to: TestServer, { operation, actor, state, target }: Case): Promise<string> {
  const { method, path } = definitionOf(operation)
  const { token, parameters, body } = await world.prepare(operation, actor, state, target)
  const filled = path.replace(/:(\w+)/g, (_, name: string) => parameters[name] ?? 'unnamed-parameter')
  const answer = await to.call(method, `/api/v1${filled}`, {
    token,
    body,
    headers: { 'idempotency-key': randomUUID() },
  })
  if (answer.status === 401) expect(answer.headers.get('www-authenticate')).toBe('Bearer')
  return [answer.status, codeOf(answer)].filter((part) => part !== undefined).join(' ')
}

async function sweep(to: TestServer, cases: Iterable<Case>): Promise<{ sent: number; wrong: string[] }> {
  const wrong: string[] = []
  let sent = 0
  for (const swept of cases) {
    const { operation, actor, state, target } = swept
    const expected = expectOutcome(operation, actor, state, target)
    const actual = await send(to, swept)
    outcomes.set(actual, (outcomes.get(actual) ?? 0) + 1)
    sent += 1
    if (actual !== expected)
      wrong.push(`${operation} by ${actor} (session: ${state}) on ${target}: ${actual} instead of ${expected}`)
  }
  return { sent, wrong }
}

describe('every route × role × target × state of the session (P4, P13, P16, P17)', () => {
  it('each route of the contract is one of the server, and in the table of who may call it', () => {
    expect(operations.toSorted()).toEqual(Object.keys(expectations).toSorted())
    for (const operation of operations) {
      const { method, path } = definitionOf(operation)
      expect(server.app.hasRoute({ method, url: `/api/v1${path}` })).toBe(true)
    }
  })

  it.each(operations)('%s', async (operation) => {
    const { sent, wrong } = await sweep(server, generateCases(operation))
    expect(wrong).toEqual([])
    expect(sent).toBeGreaterThanOrEqual(sessionStates.length)
  })

  it('swept enough of everything, and found every way of being refused', () => {
    const total = [...outcomes.values()].reduce((sum, count) => sum + count, 0)
    expect(total).toBeGreaterThan(600)
    const least: Readonly<Record<string, number>> = {
      '200': 60,
      '201': 10,
      '204': 16,
      '401 session_ended': 200,
      '401 session_expired': 140,
      '403 password_change_required': 50,
      '403 forbidden_role': 60,
      '403 helpdesk_required': 4,
      '403 administrator_required': 15,
      '403 account_disabled': 6,
      '404 not_found': 30,
      '422 verification_required': 4,
      '422 verification_failed': 2,
      '401 invalid_credentials': 8,
    }
    expect([...outcomes.keys()].toSorted()).toEqual(Object.keys(least).toSorted())
    for (const [outcome, count] of Object.entries(least))
      expect([outcome, (outcomes.get(outcome) ?? 0) >= count]).toEqual([outcome, true])
  })

  it('and none of it changed a password but the one that was to be', async () => {
    const changed = await server.db
      .selectFrom('credentials')
      .select('user_id')
      .where('kind', '=', 'temporary')
      .execute()
    expect(changed).toEqual([{ user_id: people.colleague.userId }])
  })

  it('a query field that the contract does not know is refused on every route', async () => {
    const unknown: string[] = []
    for (const operation of operations.filter((name) => expectations[name].answers.auditor !== undefined)) {
      const { method, path } = definitionOf(operation)
      if (operation === 'logIn') continue
      const { token, parameters, body } = await world.prepare(operation, 'auditor', 'full', 'mine')
      const filled = path.replace(/:(\w+)/g, (_, name: string) => parameters[name] ?? '')
      const headers = { 'idempotency-key': randomUUID() }
      const answer = await server.call(method, `/api/v1${filled}?unknown=1`, { token, body, headers })
      expect([operation, answer.status, codeOf(answer)]).toEqual([operation, 400, 'invalid_request'])
      unknown.push(operation)
    }
    expect(unknown.length).toBeGreaterThanOrEqual(15)
  })
})

/** What one member’s people try on another’s. */
function* crossMemberCases(): Generator<Case> {
  for (const operation of operations) {
    for (const target of targetsOf(operation)) {
      if (!/^foreign|^helpdesk$/.test(target)) continue
      for (const actor of ['staff', 'administrator'] as const) yield { operation, actor, state: 'full', target }
    }
  }
}

describe('the application’s layer alone: without row security nobody gets any further (P16, R11)', () => {
  it('a server that works with all rights of the database’s owner refuses the same', async () => {
    const { db } = server
    const bare = await server.restart({ databases: { server: db, forMember: () => db, of: () => db } })
    try {
      const { sent, wrong } = await sweep(bare, crossMemberCases())
      expect(wrong).toEqual([])
      expect(sent).toBeGreaterThanOrEqual(30)
      const token = await seedSession(db, people.administrator, 'full', server.clock.now())
      for (const list of ['/users?limit=200', '/reissues?limit=200', `/users?memberId=M-B`, '/reissues?memberId=M-B']) {
        const { status, text } = await bare.call('GET', `/api/v1${list}`, { token })
        expect(status).toBe(200)
        expect(text).not.toMatch(/M-B|U-B-/)
      }
    } finally {
      await bare.close()
    }
  })
})
