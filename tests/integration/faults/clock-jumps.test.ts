import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { findBrokenInvariants } from '../../support/check-invariants.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../support/fixed-clock.ts'
import { people } from '../../support/server-fixtures.ts'
import { codeOf, reissue, startTestServer, type Answer, type TestServer } from '../../support/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const TARGET = people.staff
const receiptOf = z.object({ reissueId: z.string(), issuedAt: z.string(), expiresAt: z.string() })
const historyOf = z.object({ items: z.array(z.object({ reissueId: z.string(), state: z.string() })) })

const tryPassword = (password: string): Promise<Answer> =>
  server.call('POST', '/api/v1/sessions', { body: { loginId: TARGET.loginId, password } })
const readHistory = async (token: string) =>
  historyOf.parse((await server.call('GET', '/api/v1/reissues?limit=50', { token })).body).items

describe('the server’s clock jumps back an hour (R10, P3, P6)', () => {
  it('the later reissue supersedes the one with the later instant, and only its password works', async () => {
    const token = await server.logIn('administrator')
    const first = receiptOf.parse((await reissue(server, token, TARGET.userId, 'Tk7mQx93Rw')).body)
    server.clock.advance(-HOUR_MS)
    const second = receiptOf.parse((await reissue(server, token, TARGET.userId, 'Zw8nPv46Hd')).body)
    expect(second.issuedAt < first.issuedAt).toBe(true)
    expect((await tryPassword('Tk7mQx93Rw')).status).toBe(401)
    expect((await tryPassword('Zw8nPv46Hd')).status).toBe(201)
    const states = new Map((await readHistory(token)).map(({ reissueId, state }) => [reissueId, state]))
    expect([states.get(first.reissueId), states.get(second.reissueId)]).toEqual(['superseded', 'pending'])
    expect(await findBrokenInvariants(server.db)).toEqual([])
  })

  it('a session from before ends with a reissue of after, though its instants are later', async () => {
    const token = await server.logIn('administrator')
    await reissue(server, token, TARGET.userId, 'Tk7mQx93Rw')
    const own = await server.logIn('staff', 'Tk7mQx93Rw')
    server.clock.advance(-HOUR_MS)
    await reissue(server, token, TARGET.userId, 'Zw8nPv46Hd')
    expect(codeOf(await server.call('GET', '/api/v1/sessions/current', { token: own }))).toBe('session_ended')
    expect(await findBrokenInvariants(server.db)).toEqual([])
  })

  it('a session is neither lengthened beyond its limits nor lost', async () => {
    const token = await server.logIn('administrator')
    server.clock.advance(-HOUR_MS)
    expect((await server.call('GET', '/api/v1/sessions/current', { token })).status).toBe(200)
    server.clock.advance(HOUR_MS + 24 * HOUR_MS)
    expect(codeOf(await server.call('GET', '/api/v1/sessions/current', { token }))).toBe('session_expired')
  })

  it('nobody who was slowed down waits longer than the delay itself (P11)', async () => {
    await reissue(server, await server.logIn('administrator'), TARGET.userId, 'Tk7mQx93Rw')
    for (let attempt = 0; attempt < 6; attempt += 1) await tryPassword('wrong')
    expect((await tryPassword('Tk7mQx93Rw')).status).toBe(429)
    server.clock.advance(-HOUR_MS)
    const waiting = await tryPassword('Tk7mQx93Rw')
    expect(Number(waiting.headers.get('retry-after') ?? 0)).toBeLessThanOrEqual(2)
    server.clock.advance(2 * 1000)
    expect((await tryPassword('Tk7mQx93Rw')).status).toBe(201)
  })

  it('a key goes on naming its reissue, and a day later by any clock it is free again (R1)', async () => {
    const key = crypto.randomUUID()
    const token = await server.logIn('administrator')
    const first = await reissue(server, token, TARGET.userId, 'Tk7mQx93Rw', { key })
    server.clock.advance(-HOUR_MS)
    const replay = await reissue(server, token, TARGET.userId, 'Tk7mQx93Rw', { key })
    expect([replay.text, replay.headers.get('idempotency-replayed')]).toEqual([first.text, 'true'])
    server.clock.advance(DAY_MS + HOUR_MS + MINUTE_MS)
    const anew = await reissue(server, await server.logIn('administrator'), TARGET.userId, 'Tk7mQx93Rw', { key })
    expect([anew.status, anew.headers.get('idempotency-replayed')]).toEqual([201, null])
    expect(await findBrokenInvariants(server.db)).toEqual([])
  })

  it('a password that had run out and was replaced stays so when the clock goes back before both', async () => {
    const token = await server.logIn('administrator')
    await reissue(server, token, TARGET.userId, 'Tk7mQx93Rw')
    server.clock.advance(3 * DAY_MS)
    await reissue(server, await server.logIn('administrator'), TARGET.userId, 'Zw8nPv46Hd')
    server.clock.advance(-3 * DAY_MS)
    expect((await tryPassword('Tk7mQx93Rw')).status).toBe(401)
  })
})
