import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { DAY_MS, MINUTE_MS } from '../../support/fixed-clock.ts'
import { codeOf, type Answer } from '../../support/test-server.ts'
import { ACCOUNT, CHOSEN, OLD, STAFF, TEMPORARY, tokenOf, useDirectoryDesk } from './directory-steps.ts'

const steps = useDirectoryDesk()
const { reissue, logInAs, readState } = steps

const endOf = ({ body }: Answer): Date => new Date(z.object({ expiresAt: z.string() }).parse(body).expiresAt)

describe('a temporary password whose time is over (P3)', () => {
  it('is ended by the sweeper, and refused here even when that is late', async () => {
    const answer = await reissue()
    steps.desk.clock.advance(2 * DAY_MS)
    expect(codeOf(await logInAs(TEMPORARY))).toBe('temporary_password_expired')
    steps.desk.directory.break('expire', { kind: 'down' }, 1)
    await steps.desk.work.duties.doDue()
    expect(steps.desk.directory.findWorking(ACCOUNT, [TEMPORARY])).toEqual([TEMPORARY])
    steps.desk.clock.advance(10_000)
    expect(await steps.desk.work.duties.doDue()).toBeGreaterThan(0)
    expect(steps.desk.directory.findWorking(ACCOUNT, [TEMPORARY])).toEqual([])
    await steps.logInAnew()
    expect(await readState(answer)).toMatchObject({ state: 'expired' })
    await steps.desk.sync()
    const detail = await steps.desk.server.call('GET', `/api/v1/users/${STAFF}`, { token: steps.administrator })
    expect(detail.body).toMatchObject({ passwordState: 'expired' })
  })

  it('is left alone when its owner has chosen another one elsewhere, which the mirror finds out', async () => {
    const answer = await reissue()
    await steps.desk.directory.port.changePassword(ACCOUNT, TEMPORARY, CHOSEN)
    steps.desk.clock.advance(1000)
    await steps.desk.sync()
    expect(await readState(answer)).toMatchObject({ state: 'used' })
    steps.desk.clock.advance(2 * DAY_MS)
    await steps.desk.work.duties.doDue()
    expect(steps.desk.directory.findWorking(ACCOUNT, [CHOSEN])).toEqual([CHOSEN])
  })

  it('is not changed into another while the sweeper is late, though the directory would take that (P5)', async () => {
    const answer = await reissue()
    const untilEndMs = endOf(answer).getTime() - steps.desk.clock.now().getTime()
    steps.desk.clock.advance(untilEndMs - MINUTE_MS)
    const token = tokenOf(await logInAs(TEMPORARY))
    steps.desk.clock.advance(MINUTE_MS)
    const body = { currentPassword: TEMPORARY, newPassword: CHOSEN }
    const choose = () => steps.desk.server.call('PUT', '/api/v1/password', { token, body })
    steps.desk.clock.advance(1)
    expect(codeOf(await choose())).toBe('temporary_password_expired')
    expect(steps.desk.directory.calls.filter((call) => call.startsWith('changePassword'))).toEqual([])
    expect(steps.desk.directory.findWorking(ACCOUNT, [TEMPORARY, CHOSEN])).toEqual([TEMPORARY])
    expect(await steps.desk.work.duties.doDue()).toBeGreaterThan(0)
    expect(steps.desk.directory.findWorking(ACCOUNT, [TEMPORARY, CHOSEN])).toEqual([])
  })

  it('runs out while the directory is slow to check it: not changed either', async () => {
    const answer = await reissue()
    steps.desk.clock.advance(endOf(answer).getTime() - steps.desk.clock.now().getTime())
    const token = tokenOf(await logInAs(TEMPORARY))
    const { promise: checked, resolve: goOn } = Promise.withResolvers<void>()
    steps.desk.directory.break('verify', { kind: 'slow', until: checked }, 1)
    const body = { currentPassword: TEMPORARY, newPassword: CHOSEN }
    const change = steps.desk.server.call('PUT', '/api/v1/password', { token, body })
    await expect.poll(() => steps.desk.directory.calls.at(-1)).toBe(`verify ${ACCOUNT}`)
    steps.desk.clock.advance(1)
    goOn()
    expect(codeOf(await change)).toBe('temporary_password_expired')
    expect(steps.desk.directory.findWorking(ACCOUNT, [TEMPORARY, CHOSEN])).toEqual([TEMPORARY])
  })
})

describe('a suggestion for a user who lives in a directory (P1)', () => {
  it('that the directory refuses all the same is told; another one is asked for, and taken', async () => {
    const suggest = async (): Promise<string> => {
      const path = `/api/v1/users/${STAFF}/suggestions`
      const { body } = await steps.desk.server.call('POST', path, { token: steps.administrator })
      return z.object({ temporaryPassword: z.string() }).parse(body).temporaryPassword
    }
    const [first, second] = [await suggest(), await suggest()]
    steps.desk.directory.break('resetToTemporary', { kind: 'refuse', as: 'password_refused' }, 1)
    const refused = await reissue(first)
    expect([refused.status, codeOf(refused)]).toEqual([422, 'directory_refused_password'])
    expect((await reissue(second)).status).toBe(201)
    expect(steps.desk.directory.findWorking(ACCOUNT, [OLD, first, second])).toEqual([second])
  })
})
