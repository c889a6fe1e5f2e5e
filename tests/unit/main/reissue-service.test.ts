import { describe, expect, it } from 'vitest'
import { createReissueService, secretHeldMs } from '../../../src-main/services/reissue-service.ts'
import { AppError, type ErrorCode } from '../../../src-shared/errors/catalogue.ts'
import { sampleSession, type RecordedCall } from '../../support/fake-api-client.ts'
import { createSessionParts } from '../../support/session-parts.ts'

const input = { userId: 'EJUM128951TST0020001', temporaryPassword: 'mXacknvU7Qwe' }
const receipt = { reissueId: '0b0c9f1e-6c7e-4d0e-9a59-0d6c1b8f2a11' }

async function setUp() {
  const { api, session, timer } = createSessionParts()
  api.answer('reissuePassword', () => receipt)
  api.answer('readReissue', () => ({ state: 'pending' }))
  await session.logIn('WR012739', 'a password')
  let count = 0
  const wishes: { length: number | null } = { length: null }
  const held: string[] = []
  const reissues = createReissueService({
    session,
    timer,
    newId: () => `key-${(count += 1)}`,
    readWishedLength: () => wishes.length,
    onHeld: (reissueId, isHeld) => held.push(`${reissueId} ${isHeld}`),
  })
  const sent = (): RecordedCall[] => api.calls.filter(({ operation }) => operation === 'reissuePassword')
  const keys = (): unknown[] =>
    sent()
      .map((call) => call.input)
      .map((part) => JSON.stringify(part))
      .map((text) => /key-\d+/.exec(text)?.[0])
  return { api, session, timer, reissues, sent, keys, wishes, held }
}

const failWith = (code: ErrorCode) => () => {
  throw new AppError(code)
}

describe('reissue service', () => {
  it('proves a suggestion that is issued as it is, and only that', async () => {
    const { api, reissues, sent } = await setUp()
    api.answer('suggestTemporaryPassword', () => ({
      temporaryPassword: input.temporaryPassword,
      suggestionToken: 'proof',
      wouldExpireAt: '2026-11-24T14:59:59.999Z',
    }))
    expect(await reissues.suggest(input.userId)).toEqual({
      temporaryPassword: input.temporaryPassword,
      wouldExpireAt: '2026-11-24T14:59:59.999Z',
    })
    await reissues.issue({ ...input, temporaryPassword: 'edited1Abc' })
    expect(JSON.stringify(sent().at(-1)?.input)).not.toContain('proof')
    await reissues.suggest(input.userId)
    await reissues.issue(input)
    expect(JSON.stringify(sent().at(-1)?.input)).toContain('proof')
  })

  it.each([
    [null, {}],
    [20, { length: 20 }],
  ])('asks for a suggestion of the length wished for: %s', async (length, query) => {
    const { api, reissues, wishes } = await setUp()
    const answer = { temporaryPassword: 'x', suggestionToken: 'proof', wouldExpireAt: '' }
    api.answer('suggestTemporaryPassword', () => answer)
    wishes.length = length
    await reissues.suggest(input.userId)
    expect(api.calls.at(-1)?.input).toEqual({ params: { userId: input.userId }, query })
  })

  it('sends the same key again after a lost answer and shows the one outcome (R1, U22)', async () => {
    const { api, timer, reissues, keys } = await setUp()
    let isFirst = true
    api.answer('reissuePassword', () => {
      if (!isFirst) return receipt
      isFirst = false
      throw new AppError('outcome_unknown')
    })
    const issued = reissues.issue(input)
    await timer.advance(1_000)
    expect(await issued).toEqual(receipt)
    expect(keys()).toEqual(['key-1', 'key-1'])
  })

  it('gives up after a bounded number of tries, and asks with the same key when pressed again', async () => {
    const { api, timer, reissues, sent, keys } = await setUp()
    api.answer('reissuePassword', failWith('outcome_unknown'))
    const issued = reissues.issue(input).catch((error: unknown) => error)
    await timer.advance(60_000)
    expect(await issued).toMatchObject({ code: 'outcome_unknown' })
    expect(sent()).toHaveLength(3)

    api.answer('reissuePassword', () => receipt)
    expect(await reissues.issue(input)).toEqual(receipt)
    expect(new Set(keys())).toEqual(new Set(['key-1']))
  })

  it('stays unknown when the server is out of reach after a lost answer', async () => {
    const { api, timer, reissues } = await setUp()
    let isFirst = true
    api.answer('reissuePassword', () => {
      const code = isFirst ? 'outcome_unknown' : 'server_unreachable'
      isFirst = false
      throw new AppError(code)
    })
    const issued = reissues.issue(input).catch((error: unknown) => error)
    await timer.advance(60_000)
    expect(await issued).toMatchObject({ code: 'outcome_unknown' })
  })

  it('fails at once when nothing was sent: never a silent queue (U21)', async () => {
    const { api, timer, reissues, sent } = await setUp()
    api.answer('reissuePassword', failWith('server_unreachable'))
    await expect(reissues.issue(input)).rejects.toMatchObject({ code: 'server_unreachable' })
    api.answer('reissuePassword', () => receipt)
    await timer.advance(60_000)
    expect(sent()).toHaveLength(1)
  })

  it('uses a new key after a clear refusal and for another password', async () => {
    const { api, reissues, keys } = await setUp()
    for (const code of ['overloaded', 'password_policy'] as const) {
      api.answer('reissuePassword', failWith(code))
      await expect(reissues.issue(input)).rejects.toMatchObject({ code })
    }
    api.answer('reissuePassword', () => receipt)
    await reissues.issue(input)
    await reissues.issue({ ...input, temporaryPassword: 'another1Abc' })
    expect(keys()).toEqual(['key-1', 'key-2', 'key-3', 'key-4'])
  })

  it.each(['server_unreachable', 'overloaded', 'idempotency_key_reused', 'internal_error'] as const)(
    'once it may have happened, %s is no proof that it did not: the key stays (R1, U22)',
    async (code) => {
      const { api, timer, reissues, keys } = await setUp()
      const press = async (): Promise<unknown> => {
        const pressed = reissues.issue(input).catch((error: unknown) => error)
        await timer.advance(60_000)
        return await pressed
      }
      api.answer('reissuePassword', failWith('outcome_unknown'))
      expect(await press()).toMatchObject({ code: 'outcome_unknown' })
      api.answer('reissuePassword', failWith(code))
      expect(await press()).toMatchObject({ code: 'outcome_unknown' })
      api.answer('reissuePassword', () => receipt)
      expect(await press()).toEqual(receipt)
      expect(new Set(keys())).toEqual(new Set(['key-1']))
    },
  )

  it('sends the very same body again, whatever was suggested meanwhile', async () => {
    const { api, timer, reissues, sent } = await setUp()
    let suggestionToken = 'first proof'
    const wouldExpireAt = '2026-11-24T14:59:59.999Z'
    api.answer('suggestTemporaryPassword', () => ({ ...input, userId: undefined, suggestionToken, wouldExpireAt }))
    await reissues.suggest(input.userId)
    api.answer('reissuePassword', failWith('outcome_unknown'))
    const issued = reissues.issue(input).catch((error: unknown) => error)
    suggestionToken = 'second proof'
    await reissues.suggest(input.userId)
    await timer.advance(60_000)
    await issued
    expect(new Set(sent().map((call) => JSON.stringify(call.input))).size).toBe(1)
  })

  it('settles an earlier attempt before another password is issued, so that the one shown works', async () => {
    const { api, timer, reissues, sent } = await setUp()
    api.answer('reissuePassword', failWith('outcome_unknown'))
    const first = reissues.issue(input).catch((error: unknown) => error)
    await timer.advance(60_000)
    expect(await first).toMatchObject({ code: 'outcome_unknown' })
    const other = { ...input, temporaryPassword: 'another1Abc' }
    const stillDown = reissues.issue(other).catch((error: unknown) => error)
    await timer.advance(60_000)
    expect(await stillDown).toMatchObject({ code: 'outcome_unknown' })
    expect(JSON.stringify(sent())).not.toContain('another1Abc')

    api.answer('reissuePassword', () => receipt)
    expect(await reissues.issue(other)).toEqual(receipt)
    expect(reissues.readSecret(receipt.reissueId)).toBe('another1Abc')
    const order = sent().map((call) => (JSON.stringify(call.input).includes('another1Abc') ? 'other' : 'first'))
    expect(order.slice(-2)).toEqual(['first', 'other'])
  })

  it('presses at the same time are one request', async () => {
    const { reissues, sent } = await setUp()
    const [a, b] = await Promise.all([reissues.issue(input), reissues.issue(input)])
    expect(a).toEqual(b)
    expect(sent()).toHaveLength(1)
  })

  it('does not show a password as issued that was used or replaced meanwhile', async () => {
    const { api, timer, reissues } = await setUp()
    api.answer('reissuePassword', failWith('outcome_unknown'))
    const issued = reissues.issue(input).catch((error: unknown) => error)
    await timer.advance(60_000)
    await issued
    api.answer('reissuePassword', () => receipt)
    api.answer('readReissue', () => ({ state: 'superseded' }))
    await expect(reissues.issue(input)).rejects.toMatchObject({ code: 'reissue_overtaken' })
    expect(() => reissues.readSecret(receipt.reissueId)).toThrow('can no longer be shown')
  })

  it('never repeats a request in the session of somebody else', async () => {
    const { api, session, timer, reissues, sent } = await setUp()
    api.answer('reissuePassword', failWith('outcome_unknown'))
    const issued = reissues.issue(input).catch((error: unknown) => error)
    await timer.advance(0)
    void session.logOut()
    api.answer('logIn', () => ({
      token: 'second',
      session: sampleSession({ user: { ...sampleSession().user, userId: 'EJUM128951TST0030000' } }),
    }))
    await session.logIn('WR020001', 'a password')
    await timer.advance(60_000)
    expect(await issued).toMatchObject({ code: 'outcome_unknown' })
    expect(sent()).toHaveLength(1)
  })

  it('goes on under the same key after the own password was entered again (P14)', async () => {
    const { api, session, reissues, keys } = await setUp()
    api.answer('reissuePassword', failWith('reauth_required'))
    await expect(reissues.issue(input)).rejects.toMatchObject({ code: 'reauth_required' })
    api.answer('logIn', () => ({ token: 'second', session: sampleSession({ sessionId: 'a fresh session' }) }))
    await session.reauthenticate('a password')
    api.answer('reissuePassword', () => receipt)
    expect(await reissues.issue(input)).toEqual(receipt)
    expect(keys()).toEqual(['key-1', 'key-1'])
  })

  it('another password after the question was cancelled is a new request; the first is never sent again (P14)', async () => {
    const { api, reissues, sent, keys } = await setUp()
    api.answer('reissuePassword', failWith('reauth_required'))
    await expect(reissues.issue(input)).rejects.toMatchObject({ code: 'reauth_required' })
    const other = { ...input, temporaryPassword: 'another1Abc' }
    await expect(reissues.issue(other)).rejects.toMatchObject({ code: 'reauth_required' })
    api.answer('reissuePassword', () => receipt)
    expect(await reissues.issue(other)).toEqual(receipt)
    expect(sent().filter((call) => JSON.stringify(call.input).includes(input.temporaryPassword))).toHaveLength(1)
    expect(keys()).toEqual(['key-1', 'key-2', 'key-2'])
  })

  it('asks for the own password where an earlier attempt has to be settled first (P14, U22)', async () => {
    const { api, timer, reissues } = await setUp()
    api.answer('reissuePassword', failWith('outcome_unknown'))
    const issued = reissues.issue(input).catch((error: unknown) => error)
    await timer.advance(60_000)
    await issued
    api.answer('reissuePassword', failWith('reauth_required'))
    const other = { ...input, temporaryPassword: 'another1Abc' }
    await expect(reissues.issue(other)).rejects.toMatchObject({ code: 'reauth_required' })
  })

  it('asks for the own password also while the outcome is unknown, and then finds it out (P14, U22)', async () => {
    const { api, timer, reissues, keys } = await setUp()
    api.answer('reissuePassword', failWith('outcome_unknown'))
    const issued = reissues.issue(input).catch((error: unknown) => error)
    await timer.advance(60_000)
    expect(await issued).toMatchObject({ code: 'outcome_unknown' })
    api.answer('reissuePassword', failWith('reauth_required'))
    await expect(reissues.issue(input)).rejects.toMatchObject({ code: 'reauth_required' })
    api.answer('reissuePassword', () => receipt)
    expect(await reissues.issue(input)).toEqual(receipt)
    expect(new Set(keys())).toEqual(new Set(['key-1']))
  })

  it('keeps no password that arrives after everything was to be forgotten', async () => {
    const { api, reissues } = await setUp()
    api.answer('reissuePassword', () => {
      reissues.forgetEverything()
      return receipt
    })
    await reissues.issue(input)
    expect(() => reissues.readSecret(receipt.reissueId)).toThrow('can no longer be shown')
  })

  it('forgets the password when the done screen is left, after five minutes, and on lock, and tells so (E39)', async () => {
    const { timer, reissues, held } = await setUp()
    const gone = expect.objectContaining({ code: 'secret_gone' })
    const read = (): unknown => {
      try {
        return reissues.readSecret(receipt.reissueId)
      } catch (error) {
        return error
      }
    }
    await reissues.issue(input)
    expect(read()).toBe(input.temporaryPassword)
    reissues.discardSecret(receipt.reissueId)
    expect(read()).toEqual(gone)

    await reissues.issue(input)
    await timer.advance(secretHeldMs - 1)
    expect(read()).toBe(input.temporaryPassword)
    await timer.advance(1)
    expect(read()).toEqual(gone)

    await reissues.issue(input)
    reissues.forgetEverything()
    expect(read()).toEqual(gone)
    expect(held).toEqual([true, false, true, false, true, false].map((isHeld) => `${receipt.reissueId} ${isHeld}`))
  })
})
