import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RouteDefinition } from '../../../src-shared/api/route.ts'
import { routes, type Operation } from '../../../src-shared/api/routes.ts'
import { people } from '../../support/server-fixtures.ts'
import { codeOf, reissue, startTestServer, type Answer, type TestServer } from '../../support/test-server.ts'

let server: TestServer
let administrator: string

beforeAll(async () => {
  server = await startTestServer()
  administrator = await server.logIn('administrator')
})
afterAll(() => server.close())

const definitions: readonly (readonly [string, RouteDefinition])[] = Object.entries(routes)

/** Something well-formed for every route, so that nothing but the session decides. */
const bodies: Partial<Record<Operation, unknown>> = {
  logIn: { loginId: 'nobody', password: 'nothing' },
  choosePassword: { currentPassword: 'Tk7mQx93Rw', newPassword: 'my very own sentence' },
  reissuePassword: { temporaryPassword: 'Tk7mQx93Rw' },
}
const bodyFor = (operation: string): unknown => new Map(Object.entries(bodies)).get(operation)

const callRoute = (operation: string, { method, path }: RouteDefinition, token?: string): Promise<Answer> =>
  server.call(
    method,
    `/api/v1${path.replace(':userId', people.colleague.userId).replace(':reissueId', randomUUID())}`,
    {
      token,
      body: bodyFor(operation),
      headers: { 'idempotency-key': randomUUID() },
    },
  )

/** A session that must choose a new password first. */
async function openMustChangeSession(): Promise<string> {
  expect((await reissue(server, administrator, people.staff.userId, 'Tk7mQx93Rw')).status).toBe(201)
  return server.logIn('staff', 'Tk7mQx93Rw')
}

describe('every route of the contract (P4, P16)', () => {
  it('the table is complete: each route of the contract is one of the server', () => {
    expect(definitions.length).toBeGreaterThanOrEqual(12)
    for (const [, { method, path }] of definitions) {
      expect(server.app.hasRoute({ method, url: `/api/v1${path}` })).toBe(true)
    }
  })

  it('without a session only login answers', async () => {
    let refused = 0
    for (const [operation, definition] of definitions.filter(([, { session }]) => session !== 'none')) {
      const answer = await callRoute(operation, definition)
      expect([operation, answer.status, codeOf(answer)]).toEqual([operation, 401, 'session_ended'])
      expect(answer.headers.get('www-authenticate')).toBe('Bearer')
      refused += 1
    }
    expect(refused).toBe(definitions.length - 1)
  })

  it('an ended session is refused everywhere', async () => {
    const token = await server.logIn('colleague')
    await server.call('DELETE', '/api/v1/sessions/current', { token })
    for (const [operation, definition] of definitions.filter(([, { session }]) => session !== 'none')) {
      const answer = await callRoute(operation, definition, token)
      expect([operation, answer.status, codeOf(answer)]).toEqual([operation, 401, 'session_ended'])
    }
  })

  it('a must-change session reaches its few routes and no other (P4)', async () => {
    const refused: string[] = []
    const allowed: string[] = []
    for (const [operation, definition] of definitions.filter(([, { session }]) => session !== 'none')) {
      const answer = await callRoute(operation, definition, await openMustChangeSession())
      const isRefused = codeOf(answer) === 'password_change_required'
      expect([operation, answer.status]).toEqual([operation, isRefused ? 403 : definition.success.status])
      ;(isRefused ? refused : allowed).push(operation)
    }
    expect(allowed.toSorted()).toEqual(['choosePassword', 'logOut', 'logOutEverywhere', 'readPolicy', 'readSession'])
    expect(refused.length).toBe(definitions.length - allowed.length - 1)
  })

  it('staff with a full session are refused where a role is asked for', async () => {
    const token = await server.logIn('colleague')
    const guarded = definitions.filter(([, { roles }]) => roles !== undefined)
    expect(guarded.length).toBeGreaterThanOrEqual(6)
    for (const [operation, definition] of guarded) {
      const answer = await callRoute(operation, definition, token)
      expect([operation, answer.status, codeOf(answer)]).toEqual([operation, 403, 'forbidden_role'])
    }
  })

  it('a query field that the contract does not know is refused on every route', async () => {
    for (const [operation, definition] of definitions.filter(([, { roles }]) => roles !== undefined)) {
      const path = `${definition.path}?unknown=1` as const
      const answer = await callRoute(operation, { ...definition, path }, administrator)
      expect([operation, answer.status, codeOf(answer)]).toEqual([operation, 400, 'invalid_request'])
    }
  })
})
