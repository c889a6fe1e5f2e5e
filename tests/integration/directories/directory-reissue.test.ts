import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { DirectoryErrorKind } from '../../../src-server/directory/directory-port.ts'
import { putPerson } from '../../support/directory-desk.ts'
import { DAY_MS, MINUTE_MS } from '../../support/fixed-clock.ts'
import { people } from '../../support/server-fixtures.ts'
import { codeOf, reissue as reissueAs } from '../../support/test-server.ts'
import { ACCOUNT, CHOSEN, OLD, STAFF, TEMPORARY, tokenOf, useDirectoryDesk } from './directory-steps.ts'

const steps = useDirectoryDesk()
const { reissue, logInAs, countWrites, listIntents, countReissues, readState } = steps

describe('a reissue for a user who lives in a directory', () => {
  it('from the reissue to the password of their own (P2, P3, P6, P7)', async () => {
    const session = tokenOf(await logInAs(OLD))
    const answer = await reissue()
    expect(answer.status).toBe(201)
    expect(steps.desk.directory.findWorking(ACCOUNT, [OLD, TEMPORARY])).toEqual([TEMPORARY])
    expect(codeOf(await steps.desk.server.call('GET', '/api/v1/sessions/current', { token: session }))).toBe(
      'session_ended',
    )
    expect(codeOf(await logInAs(OLD))).toBe('invalid_credentials')

    const detail = await steps.desk.server.call('GET', `/api/v1/users/${STAFF}`, { token: steps.administrator })
    expect(detail.body).toMatchObject({
      passwordState: 'temporary',
      temporaryPasswordExpiresAt: '2026-11-24T14:59:59.999Z',
      directory: { kind: 'active-directory', endsSessions: false, expiresByItself: false, previousPasswordMinutes: 60 },
    })

    const first = await logInAs(TEMPORARY)
    expect(first.body).toMatchObject({ session: { mustChangePassword: true } })
    const token = tokenOf(first)
    const choose = (newPassword: string) =>
      steps.desk.server.call('PUT', '/api/v1/password', { token, body: { currentPassword: TEMPORARY, newPassword } })
    expect(codeOf(await choose('forbidden by the directory'))).toBe('directory_refused_password')
    expect((await choose(CHOSEN)).status).toBe(204)
    expect((await steps.desk.server.call('GET', '/api/v1/sessions/current', { token })).body).toMatchObject({
      mustChangePassword: false,
    })
    expect(steps.desk.directory.findWorking(ACCOUNT, [OLD, TEMPORARY, CHOSEN])).toEqual([CHOSEN])
    expect(await readState(answer)).toMatchObject({ state: 'used' })
    // What the reset left behind is cleared at once, and nothing ends the password that the user has chosen.
    expect(await steps.desk.work.duties.doDue()).toBe(1)
    steps.desk.clock.advance(3 * DAY_MS)
    await steps.desk.work.duties.doDue()
    expect((await logInAs(CHOSEN)).body).toMatchObject({ session: { mustChangePassword: false } })
  })

  it('50 equal requests at once ask the directory once; all get the one answer (R1)', async () => {
    const key = randomUUID()
    const send = () => reissue(TEMPORARY, { key })
    const answers = await Promise.all(Array.from({ length: 50 }, send))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(countWrites()).toBe(1)
    expect(codeOf(await reissue('Other8Pass99', { key }))).toBe('idempotency_key_reused')
  })

  const refusals: readonly (readonly [DirectoryErrorKind, string, number])[] = [
    ['unavailable', 'directory_unavailable', 503],
    ['misconfigured', 'directory_denied', 502],
    ['denied', 'directory_denied', 502],
    ['password_refused', 'directory_refused_password', 422],
    ['conflict', 'conflict', 409],
    ['locked_by_administrator', 'directory_locked_account', 403],
    ['not_enforceable', 'directory_not_enforceable', 403],
  ]
  it('whatever the directory says no to, changes nothing, and the key is as good as new (R2)', async () => {
    for (const [kind, code, status] of refusals) {
      const key = randomUUID()
      steps.desk.directory.break('resetToTemporary', { kind: 'refuse', as: kind }, 1)
      const refused = await reissue(TEMPORARY, { key })
      expect([kind, refused.status, codeOf(refused)]).toEqual([kind, status, code])
      expect(steps.desk.directory.findWorking(ACCOUNT, [OLD])).toEqual([OLD])
      expect(
        await steps.desk.server.db.selectFrom('idempotency_keys').select('key').where('key', '=', key).execute(),
      ).toEqual([])
    }
    expect(new Set((await listIntents()).map(({ status }) => status))).toEqual(new Set(['not_applied']))
    expect(await countReissues()).toBe(0)
    expect((await reissue()).status).toBe(201)
  })

  it('an account that an administrator of the directory has locked stays locked', async () => {
    putPerson(steps.desk.directory, 'staff')
    steps.desk.directory.put({ accountId: ACCOUNT, userId: STAFF, loginId: people.staff.loginId, state: 'locked' })
    expect(codeOf(await reissue())).toBe('directory_locked_account')
    expect(countWrites()).toBe(0)
  })

  it('a password that is set where no change is forced is told, and counts as replaced', async () => {
    steps.desk.directory.break('resetToTemporary', { kind: 'refuse', as: 'not_enforceable', isWritten: true }, 1)
    expect(codeOf(await reissue())).toBe('directory_change_not_forced')
    const recorded = steps.desk.server.db.selectFrom('reissues').selectAll().where('issued_at', '>=', steps.startedAt)
    const [row] = await recorded.execute()
    expect(row?.superseded_at).not.toBeNull()
  })

  it('who is gone from the directory is disabled, and was never there to be reissued for', async () => {
    const token = tokenOf(await logInAs(OLD))
    steps.desk.directory.remove(ACCOUNT)
    expect(codeOf(await reissue())).toBe('account_disabled')
    expect(codeOf(await steps.desk.server.call('GET', '/api/v1/sessions/current', { token }))).toBe('session_ended')
    expect(codeOf(await logInAs(OLD))).toBe('invalid_credentials')
  })
})

describe('an answer that is lost (R1, R2)', () => {
  it.each(['lose_after', 'lose_before'] as const)('once (%s): asked again with the same password', async (kind) => {
    steps.desk.directory.break('resetToTemporary', { kind }, 1)
    expect((await reissue()).status).toBe(201)
    expect(steps.desk.directory.findWorking(ACCOUNT, [TEMPORARY])).toEqual([TEMPORARY])
  })

  it('every time: the outcome is open, and the same key tells it when the directory is back', async () => {
    const key = randomUUID()
    const send = (password = TEMPORARY) => reissue(password, { key })
    steps.desk.directory.break('resetToTemporary', { kind: 'frozen' })
    const open = await send()
    expect([open.status, codeOf(open)]).toEqual([503, 'directory_outcome_unknown'])
    expect(Number(open.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(codeOf(await send('Other8Pass99'))).toBe('idempotency_key_reused')
    // Still frozen: nothing is claimed, one way or the other.
    expect(codeOf(await send())).toBe('directory_outcome_unknown')
    expect(steps.desk.directory.findWorking(ACCOUNT, [OLD])).toEqual([OLD])
    await steps.desk.directory.thaw()
    steps.desk.clock.advance(10_000)
    const known = await send()
    expect(known.status).toBe(201)
    expect(steps.desk.directory.findWorking(ACCOUNT, [OLD, TEMPORARY])).toEqual([TEMPORARY])
    expect((await send()).text).toBe(known.text)
    expect(await countReissues()).toBe(1)
  })

  it('never asked again: whoever reissues next is held off for a minute, then goes on', async () => {
    steps.desk.directory.break('resetToTemporary', { kind: 'lose_before' }, 3)
    expect(codeOf(await reissue())).toBe('directory_outcome_unknown')
    steps.desk.clock.advance(20_000)
    expect(codeOf(await reissue('Other8Pass99'))).toBe('conflict')
    steps.desk.clock.advance(MINUTE_MS)
    expect((await reissue('Other8Pass99')).status).toBe(201)
    expect((await listIntents()).map(({ status }) => status)).toEqual(['not_applied', 'applied'])
  })
})

describe('a directory that is down', () => {
  it('is told at once and not asked any more, until one call finds it there again', async () => {
    steps.desk.directory.break('all', { kind: 'down' })
    for (let turn = 0; turn < 3; turn += 1) expect(codeOf(await reissue())).toBe('directory_unavailable')
    const calls = steps.desk.directory.calls.length
    const refused = await reissue()
    expect([refused.status, codeOf(refused)]).toEqual([503, 'directory_unavailable'])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(codeOf(await logInAs(OLD))).toBe('directory_unavailable')
    expect(steps.desk.directory.calls.length).toBe(calls)
    expect(steps.desk.directories.readStates()).toEqual([{ directory: 'main', state: 'open' }])
    expect(await listIntents()).toEqual([])
    // Nobody else is held up by it.
    expect(
      (
        await reissueAs(
          steps.desk.server,
          await steps.desk.server.logIn('foreignAdministrator'),
          people.foreignStaff.userId,
          TEMPORARY,
        )
      ).status,
    ).toBe(201)
    steps.desk.directory.heal()
    steps.desk.clock.advance(6000)
    expect((await reissue()).status).toBe(201)
    expect(steps.desk.directories.readStates()).toEqual([{ directory: 'main', state: 'closed' }])
  })
})
