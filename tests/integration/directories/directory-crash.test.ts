import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { MINUTE_MS } from '../../support/fixed-clock.ts'
import { codeOf } from '../../support/test-server.ts'
import { ACCOUNT, CHOSEN, OLD, TEMPORARY, tokenOf, useDirectoryDesk } from './directory-steps.ts'

const steps = useDirectoryDesk()
const { reissue, logInAs, countWrites, listIntents, countReissues, readState, refuseRowsOf } = steps

describe('the database fails at each step', () => {
  it('before: the directory is not asked', async () => {
    const mend = await refuseRowsOf('reissue_intents')
    expect((await reissue()).status).toBe(503)
    await mend()
    expect(countWrites()).toBe(0)
    expect(steps.desk.directory.findWorking(ACCOUNT, [OLD])).toEqual([OLD])
  })

  it('after: the outcome is open, the password is not told, and the same key finishes it', async () => {
    const key = randomUUID()
    const token = tokenOf(await logInAs(OLD))
    const mend = await refuseRowsOf('reissues')
    expect(codeOf(await reissue(TEMPORARY, { key }))).toBe('directory_outcome_unknown')
    expect((await listIntents()).map(({ status }) => status)).toEqual(['requested'])
    await mend()
    steps.desk.clock.advance(2000)
    const finished = await reissue(TEMPORARY, { key })
    expect(finished.status).toBe(201)
    expect(await readState(finished)).toMatchObject({ state: 'pending' })
    expect(codeOf(await steps.desk.server.call('GET', '/api/v1/sessions/current', { token }))).toBe('session_ended')
  })

  it('after, and nobody asks: the reconciler records it, unconfirmed, and says so', async () => {
    const key = randomUUID()
    const mend = await refuseRowsOf('reissues')
    await reissue(TEMPORARY, { key })
    await mend()
    expect(await steps.desk.work.reconcileIntents()).toBe(0)
    steps.desk.clock.advance(MINUTE_MS + 1)
    expect(await steps.desk.work.reconcileIntents()).toBe(1)
    expect((await listIntents()).map(({ status }) => status)).toEqual(['unconfirmed'])
    expect(steps.desk.server.log()).toContain('unconfirmed')
    // Whoever asks under the key gets it confirmed: this password is the one that was set.
    expect((await reissue(TEMPORARY, { key })).status).toBe(201)
    expect((await listIntents()).map(({ status }) => status)).toEqual(['applied'])
  })
})

describe('the process ends between the steps', () => {
  /** As after `kill -9`: the intent is there and held, and whatever the directory has taken, it has. */
  const leaveIntent = async (isWritten: boolean, key: string): Promise<void> => {
    steps.desk.directory.break('resetToTemporary', { kind: isWritten ? 'lose_after' : 'lose_before' }, 3)
    const mend = await refuseRowsOf('reissues')
    await reissue(TEMPORARY, { key })
    await mend()
    steps.desk.directory.heal()
    expect((await listIntents()).map(({ status }) => status)).toEqual(['requested'])
    expect(steps.desk.directory.findWorking(ACCOUNT, [OLD, TEMPORARY])).toEqual([isWritten ? TEMPORARY : OLD])
    await steps.desk.server.db
      .updateTable('reissue_intents')
      .where('status', '=', 'requested')
      .set({ held_until: new Date(steps.desk.clock.now().getTime() + 180_000) })
      .execute()
  }

  it.each([false, true])(
    'the directory has taken it: %s; the same key goes on when it is nobody’s any more',
    async (isWritten) => {
      const key = randomUUID()
      await leaveIntent(isWritten, key)
      expect(codeOf(await reissue(TEMPORARY, { key }))).toBe('directory_outcome_unknown')
      steps.desk.clock.advance(180_001)
      expect((await reissue(TEMPORARY, { key })).status).toBe(201)
      expect(steps.desk.directory.findWorking(ACCOUNT, [OLD, TEMPORARY])).toEqual([TEMPORARY])
    },
  )

  it.each([
    [false, 'not_applied'],
    [true, 'unconfirmed'],
  ] as const)('the directory has taken it: %s; the reconciler says %s', async (isWritten, status) => {
    await leaveIntent(isWritten, randomUUID())
    steps.desk.clock.advance(180_001)
    expect(await steps.desk.work.reconcileIntents()).toBe(1)
    expect((await listIntents()).map((one) => one.status)).toEqual([status])
    expect(await countReissues()).toBe(isWritten ? 1 : 0)
  })

  it('a password that the directory took without asking for a change is not handed out', async () => {
    const key = randomUUID()
    await leaveIntent(false, key)
    // As 389 DS does when it is killed in the middle of a reset: nobody has to change this one.
    const account = steps.desk.directory.read(ACCOUNT)
    if (account) steps.desk.directory.put({ ...account, version: 'half' }, TEMPORARY)
    steps.desk.clock.advance(180_001)
    const answer = await reissue(TEMPORARY, { key })
    expect(codeOf(answer)).toBe('directory_change_not_forced')
    expect((await listIntents()).map(({ status, reason }) => [status, reason])).toEqual([['applied', 'overtaken']])
    expect((await reissue('Other8Pass99')).status).toBe(201)
  })

  it('what the user has chosen meanwhile is never written over', async () => {
    const key = randomUUID()
    await leaveIntent(true, key)
    await steps.desk.directory.port.changePassword(ACCOUNT, TEMPORARY, CHOSEN)
    steps.desk.clock.advance(180_001)
    const answer = await reissue(TEMPORARY, { key })
    expect(answer.status).toBe(201)
    expect(await readState(answer)).toMatchObject({ state: 'superseded' })
    expect(steps.desk.directory.findWorking(ACCOUNT, [CHOSEN])).toEqual([CHOSEN])
  })
})
