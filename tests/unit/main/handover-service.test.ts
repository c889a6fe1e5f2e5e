import { describe, expect, it, vi } from 'vitest'
import { createClipboardHandlers, createReissuesHandlers } from '../../../src-main/ipc/desk-handlers.ts'
import { createHandoverService, handoverRetryMs } from '../../../src-main/services/handover-service.ts'
import type { ReissueRecord } from '../../../src-shared/api/reissues.ts'
import { AppError, type ErrorCode } from '../../../src-shared/errors/catalogue.ts'
import { createListLog } from '../../support/list-log.ts'
import { recordOf } from '../../support/offline-desk.ts'
import { createSessionParts } from '../../support/session-parts.ts'

const { reissueId } = recordOf(1)
const other = recordOf(2).reissueId

async function setUp() {
  const parts = createSessionParts()
  const { api, session, timer } = parts
  const state: { failure?: ErrorCode } = {}
  api.answer('recordHandover', () => {
    if (state.failure) throw new AppError(state.failure)
    return recordOf(1)
  })
  const recorded: ReissueRecord[] = []
  const log = createListLog()
  const handovers = createHandoverService({ session, timer, onRecorded: (record) => recorded.push(record), log })
  await session.logIn('WR012739', 'a password')
  handovers.noteReissue(reissueId)
  const sent = (): unknown[] =>
    api.calls.filter(({ operation }) => operation === 'recordHandover').map(({ input }) => input)
  return { ...parts, state, handovers, recorded, sent, log }
}
const inputOf = (kind: string) => ({ params: { reissueId }, body: { kind } })

describe('how a temporary password was handed over', () => {
  it('is told to the server in the background, each way once, in order', async () => {
    const { api, handovers, timer, sent, recorded } = await setUp()
    for (const kind of ['copied', 'read_aloud', 'copied', 'confirmed'] as const) handovers.note(reissueId, kind)
    await timer.advance(0)
    handovers.note(reissueId, 'copied')
    await timer.advance(handoverRetryMs[3])
    expect(sent()).toEqual([inputOf('copied'), inputOf('read_aloud'), inputOf('confirmed')])
    expect(api.calls.at(-1)?.isBackground).toBe(true)
    expect(recorded).toHaveLength(3)
  })

  it('is no matter for a reissue that somebody else made', async () => {
    const { handovers, timer, sent } = await setUp()
    expect(handovers.note(other, 'copied')).toBe(false)
    await timer.advance(handoverRetryMs[3])
    expect(sent()).toEqual([])
  })

  it('is told again with growing pauses, and at once when the server is back', async () => {
    const { state, handovers, timer, sent, recorded } = await setUp()
    state.failure = 'server_unreachable'
    handovers.note(reissueId, 'copied')
    handovers.note(reissueId, 'printed')
    await timer.advance(0)
    for (const [tries, delayMs] of [...handoverRetryMs, handoverRetryMs[3]].entries()) {
      await timer.advance(delayMs - 1)
      expect(sent()).toHaveLength(tries + 1)
      await timer.advance(1)
      expect(sent()).toHaveLength(tries + 2)
    }
    expect(new Set(sent().map((input) => JSON.stringify(input))).size, 'the first one makes the other wait').toBe(1)
    delete state.failure
    handovers.noteReconnected()
    await timer.advance(0)
    expect(recorded).toHaveLength(2)
    expect(sent().at(-1)).toEqual(inputOf('printed'))
  })

  it('is told after an unlock when the desk was locked meanwhile', async () => {
    const { session, handovers, timer, sent, recorded } = await setUp()
    session.lock()
    handovers.note(reissueId, 'copied')
    await timer.advance(0)
    expect(sent()).toEqual([])
    await session.unlock('a password')
    await timer.advance(handoverRetryMs[0])
    expect(recorded).toHaveLength(1)
  })

  it('is given up when the server will not have it; what follows is told all the same', async () => {
    const { state, handovers, timer, sent, recorded } = await setUp()
    state.failure = 'forbidden_role'
    handovers.note(reissueId, 'copied')
    await timer.advance(0)
    delete state.failure
    handovers.note(reissueId, 'confirmed')
    await timer.advance(handoverRetryMs[3])
    expect(sent()).toEqual([inputOf('copied'), inputOf('confirmed')])
    expect(recorded).toHaveLength(1)
  })

  it('is forgotten with the session, also what is just under way', async () => {
    const { api, state, handovers, timer, sent, recorded } = await setUp()
    state.failure = 'server_unreachable'
    handovers.note(reissueId, 'copied')
    await timer.advance(0)
    handovers.forget()
    delete state.failure
    handovers.noteReconnected()
    await timer.advance(handoverRetryMs[3])
    expect(sent()).toHaveLength(1)
    expect(handovers.note(reissueId, 'copied')).toBe(false)

    const { promise, resolve } = Promise.withResolvers<ReissueRecord>()
    api.answer('recordHandover', () => promise)
    handovers.noteReissue(reissueId)
    handovers.note(reissueId, 'copied')
    handovers.forget()
    handovers.noteReissue(other)
    handovers.note(other, 'printed')
    resolve(recordOf(1))
    await timer.advance(0)
    expect(recorded, 'of the session that is there').toHaveLength(1)
    expect(sent().at(-1)).toEqual({ params: { reissueId: other }, body: { kind: 'printed' } })
  })

  it('leaves nothing of the reissue in the log', async () => {
    const { state, handovers, timer, log } = await setUp()
    state.failure = 'server_unreachable'
    handovers.note(reissueId, 'copied')
    await timer.advance(0)
    expect(log.lines).toEqual([
      { level: 'warn', event: 'handover was not recorded', facts: { code: 'server_unreachable' } },
    ])
  })
})

describe('who notes it', () => {
  it('copying does, once the password really is on the clipboard; and does not wait', async () => {
    const { session } = createSessionParts()
    vi.spyOn(session, 'requireOpen').mockReturnValue()
    const note = vi.fn(() => true)
    const view = { reissueId, clearsAt: '2026-11-23T03:01:00.000Z' }
    const copy = vi.fn(() => Promise.resolve(view))
    const clipboard = { copy, clearIfOurs: () => Promise.resolve(), isHolding: () => false }
    const handlers = createClipboardHandlers(session, clipboard, { note })
    copy.mockRejectedValueOnce(new AppError('clipboard_unavailable'))
    await expect(handlers.copyTemporaryPassword({ reissueId })).rejects.toMatchObject({ code: 'clipboard_unavailable' })
    expect(note).not.toHaveBeenCalled()
    expect(await handlers.copyTemporaryPassword({ reissueId })).toEqual(view)
    expect(note.mock.calls).toEqual([[reissueId, 'copied']])
  })

  it('the page does, for what it alone can tell and for own reissues alone', async () => {
    const { session, handovers, timer, sent } = await setUp()
    const history = {
      list: () => Promise.reject(new Error('not asked')),
      summarise: () => Promise.reject(new Error('not asked')),
      noteReissue: vi.fn(),
    }
    const reissues = {
      issue: () => Promise.resolve(recordOf(2)),
      suggest: () => Promise.reject(new Error('not asked')),
      discardSecret: () => undefined,
      readSecret: () => '',
      forgetEverything: () => undefined,
    }
    const handlers = createReissuesHandlers(session, reissues, history, handovers)
    await expect(handlers.recordHandover({ reissueId: other, kind: 'confirmed' })).rejects.toMatchObject({
      code: 'not_found',
    })
    for (const kind of ['copied', 'printed'])
      await expect(handlers.recordHandover({ reissueId, kind })).rejects.toMatchObject({ name: 'InputRejected' })
    await handlers.issue({ userId: 'EJUM128951TST0020001', temporaryPassword: 'mXacknvU7Qwe' })
    expect(await handlers.recordHandover({ reissueId: other, kind: 'confirmed' })).toEqual({})
    await timer.advance(0)
    expect(sent()).toHaveLength(1)
    session.lock()
    await expect(handlers.recordHandover({ reissueId, kind: 'confirmed' })).rejects.toMatchObject({ code: 'locked' })
    await expect(handlers.summarise({})).rejects.toMatchObject({ code: 'locked' })
  })
})
