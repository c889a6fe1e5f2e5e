import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DAY_MS } from '../../support/fixed-clock.ts'
import { people } from '../../support/server-fixtures.ts'
import { codeOf, reissue, startTestServer, type TestServer } from '../../support/test-server.ts'

let server: TestServer
let administrator: string

beforeAll(async () => {
  server = await startTestServer()
  administrator = await server.logIn('administrator')
})
afterAll(() => server.close())

const TARGET = people.staff.userId

const countRows = async () => {
  const [issued, reissues, notices] = await Promise.all([
    server.db
      .selectFrom('audit_events')
      .selectAll()
      .where('action', '=', 'reissue_password')
      .where('outcome', '=', 'done')
      .execute(),
    server.db.selectFrom('reissues').selectAll().execute(),
    server.db.selectFrom('notification_outbox').selectAll().execute(),
  ])
  return { issued: issued.length, reissues: reissues.length, notices: notices.length }
}

describe('Idempotency-Key (R1, R2, R3)', () => {
  it('50 equal requests at once reissue once; all get the one answer', async () => {
    const before = await countRows()
    const key = randomUUID()
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => reissue(server, administrator, TARGET, 'Tk7mQx93Rw', { key })),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    const fresh = answers.filter(({ headers }) => headers.get('idempotency-replayed') === null)
    expect(fresh.length).toBe(1)
    const after = await countRows()
    expect([after.issued - before.issued, after.reissues - before.reissues]).toEqual([1, 1])
    expect(after.notices - before.notices).toBe(2)
  })

  it('the same key with another body is refused and changes nothing', async () => {
    const key = randomUUID()
    await reissue(server, administrator, TARGET, 'Tk7mQx93Rw', { key })
    const before = await countRows()
    for (const other of [
      await reissue(server, administrator, TARGET, 'Zw8nPv46Hd', { key }),
      await reissue(server, administrator, TARGET, 'Tk7mQx93Rw', { key, note: 'called back' }),
      await reissue(server, administrator, people.colleague.userId, 'Tk7mQx93Rw', { key }),
    ]) {
      expect([other.status, codeOf(other)]).toEqual([409, 'idempotency_key_reused'])
    }
    expect(await countRows()).toEqual(before)
    expect(
      (
        await server.call('POST', '/api/v1/sessions', {
          body: { loginId: people.staff.loginId, password: 'Tk7mQx93Rw' },
        })
      ).status,
    ).toBe(201)
  })

  it('a replay after a restart gives the same answer', async () => {
    const key = randomUUID()
    const first = await reissue(server, administrator, TARGET, 'Tk7mQx93Rw', { key })
    const restarted = await server.restart()
    const replay = await reissue(restarted, administrator, TARGET, 'Tk7mQx93Rw', { key })
    await restarted.close()
    expect(replay.text).toBe(first.text)
    expect(replay.headers.get('idempotency-replayed')).toBe('true')
  })

  it('a replay asks for a live session of that operator', async () => {
    const key = randomUUID()
    const token = await server.logIn('administrator')
    await reissue(server, token, TARGET, 'Tk7mQx93Rw', { key })
    await server.call('DELETE', '/api/v1/sessions/current', { token })
    expect(codeOf(await reissue(server, token, TARGET, 'Tk7mQx93Rw', { key }))).toBe('session_ended')
  })

  it('keys belong to their operator', async () => {
    const key = randomUUID()
    await reissue(server, administrator, TARGET, 'Tk7mQx93Rw', { key })
    const other = await reissue(server, await server.logIn('otherAdministrator'), TARGET, 'Zw8nPv46Hd', { key })
    expect([other.status, other.headers.get('idempotency-replayed')]).toEqual([201, null])
  })

  it('a refused request leaves its key unused', async () => {
    const key = randomUUID()
    expect((await reissue(server, administrator, TARGET, 'short', { key })).status).toBe(422)
    expect((await reissue(server, administrator, TARGET, 'Tk7mQx93Rw', { key })).status).toBe(201)
  })

  it('the key is required and must be a UUID', async () => {
    const path = `/api/v1/users/${TARGET}/reissues`
    const body = { temporaryPassword: 'Tk7mQx93Rw' }
    const missing = await server.call('POST', path, { token: administrator, body })
    const malformed = await server.call('POST', path, {
      token: administrator,
      body,
      headers: { 'idempotency-key': 'x' },
    })
    expect([codeOf(missing), codeOf(malformed)]).toEqual(['invalid_request', 'invalid_request'])
  })

  it('what is stored is neither the password nor a plain hash of the request (R3)', async () => {
    await reissue(server, administrator, TARGET, 'Canary88Pw')
    const stored = await server.db.selectFrom('idempotency_keys').selectAll().execute()
    expect(JSON.stringify(stored)).not.toContain('Canary88Pw')
    const { createHash } = await import('node:crypto')
    for (const text of ['Canary88Pw', JSON.stringify({ temporaryPassword: 'Canary88Pw' })]) {
      const plain = createHash('sha256').update(text).digest('hex')
      expect(stored.map(({ fingerprint }) => Buffer.from(fingerprint).toString('hex'))).not.toContain(plain)
    }
  })

  it('a key is forgotten after a day', async () => {
    const key = randomUUID()
    const first = await reissue(server, administrator, TARGET, 'Tk7mQx93Rw', { key })
    server.clock.advance(DAY_MS)
    const later = await reissue(server, await server.logIn('administrator'), TARGET, 'Tk7mQx93Rw', { key })
    expect(later.status).toBe(201)
    expect(later.headers.get('idempotency-replayed')).toBeNull()
    expect(later.text).not.toBe(first.text)
    const kept = await server.db.selectFrom('idempotency_keys').select('key').execute()
    expect(kept).toEqual([{ key }])
  })
})
