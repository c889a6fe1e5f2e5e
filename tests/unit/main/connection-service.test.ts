import { describe, expect, it, vi } from 'vitest'
import type { ProbeAnswer } from '../../../src-main/ports/server-probe-port.ts'
import { createConnectionService } from '../../../src-main/services/connection-service.ts'
import type { ConnectionView } from '../../../src-shared/ipc/server-schema.ts'
import { createManualTimer } from '../../support/manual-timer.ts'

const fine = (clockSkewMs = 0, roundTripMs = 20): ProbeAnswer => ({ isReachable: true, roundTripMs, clockSkewMs })
const down: ProbeAnswer = { isReachable: false, reason: 'server_down' }

function setUp() {
  const timer = createManualTimer()
  const world = { isFocused: true, hasServer: true, answer: () => Promise.resolve(fine()) }
  const probe = vi.fn((): Promise<ProbeAnswer> => world.answer())
  const onChanged = vi.fn<(view: ConnectionView) => void>()
  const connection = createConnectionService({
    probe,
    timer,
    hasServer: () => world.hasServer,
    isWindowFocused: () => world.isFocused,
    onChanged,
  })
  const states = (): string[] => onChanged.mock.calls.map(([{ state, reason }]) => `${state} ${reason}`)
  return { timer, world, probe, onChanged, connection, states }
}

const answering = (answer: ProbeAnswer, afterMs: number, timer: ReturnType<typeof createManualTimer>) => async () => {
  await timer.wait(afterMs)
  return answer
}

describe('connection service (R14)', () => {
  it('asks every 2.5 s while somebody looks, every 30 s otherwise, and not at all without a server', async () => {
    const { timer, world, probe, connection } = setUp()
    world.hasServer = false
    connection.start()
    await timer.advance(10_000)
    expect(probe).not.toHaveBeenCalled()
    world.hasServer = true
    await timer.advance(10_000)
    expect(probe).toHaveBeenCalledTimes(4)
    world.isFocused = false
    await timer.advance(60_000)
    expect(probe).toHaveBeenCalledTimes(6)
    // Whoever comes back sees the truth at the next beat.
    world.isFocused = true
    await timer.advance(2_500)
    expect(probe).toHaveBeenCalledTimes(7)
    connection.stop()
    await timer.advance(60_000)
    expect(probe).toHaveBeenCalledTimes(7)
  })

  it('that begins after a call has failed takes nothing of that back', async () => {
    const { timer, world, connection, states } = setUp()
    world.answer = () => Promise.resolve(down)
    connection.report(down)
    connection.start()
    await timer.advance(10_000)
    expect(states()).toEqual(['unreachable server_down'])
  })

  it.each([
    'server_down',
    'name_not_found',
    'not_a_desk_server',
    'certificate_changed',
    'certificate_untrusted',
  ] as const)('tells %s within 5 s, since when, once, and of the return by itself (U21)', async (reason) => {
    const { timer, world, connection, states, onChanged } = setUp()
    connection.start()
    await timer.advance(1)
    world.answer = () => Promise.resolve({ isReachable: false, reason })
    await timer.advance(5_000)
    expect(states()).toEqual(['connected null', `unreachable ${reason}`])
    const { since } = connection.read()
    await timer.advance(60_000)
    expect(connection.read().since).toBe(since)
    expect(onChanged).toHaveBeenCalledTimes(2)
    world.answer = () => Promise.resolve(fine())
    await timer.advance(2_500)
    expect(connection.read()).toMatchObject({ state: 'connected', reason: null })
  })

  it('tells slow answers (3 s) within 5 s, and does not waver between them', async () => {
    const { timer, world, connection, states } = setUp()
    connection.start()
    await timer.advance(1)
    world.answer = answering(fine(0, 3_000), 3_000, timer)
    await timer.advance(5_000)
    expect(connection.read().state).toBe('slow')
    await timer.advance(20_000)
    expect(states().filter((state) => !state.startsWith('slow'))).toEqual(['connected null'])
    world.answer = () => Promise.resolve(fine())
    await timer.advance(6_000)
    expect(connection.read().state).toBe('connected')
  })

  it('tells a frozen server within 5 s, and calls it lost when the wait is over', async () => {
    const { timer, world, connection } = setUp()
    connection.start()
    await timer.advance(1)
    world.answer = answering({ isReachable: false, reason: 'no_answer' }, 4_000, timer)
    await timer.advance(5_000)
    expect(connection.read()).toMatchObject({ state: 'slow', reason: 'no_answer' })
    await timer.advance(2_000)
    expect(connection.read()).toMatchObject({ state: 'unreachable', reason: 'no_answer' })
    // It is not called slow again with every beat that waits.
    await timer.advance(3_000)
    expect(connection.read().state).toBe('unreachable')
  })

  it('learns from calls at once, and looks again at once', async () => {
    const { timer, world, connection, states, probe } = setUp()
    world.isFocused = false
    connection.start()
    await timer.advance(1)
    world.answer = () => Promise.resolve(down)
    connection.report({ isReachable: false, reason: 'server_down' })
    expect(connection.read()).toMatchObject({ state: 'unreachable', reason: 'server_down' })
    expect(probe).toHaveBeenCalledTimes(2)
    await timer.advance(1)
    connection.report({ isReachable: true })
    expect(connection.read().state).toBe('connected')
    expect(states()).toEqual(['connected null', 'unreachable server_down', 'connected null'])
  })

  it('a single call that took too long is no lost server', async () => {
    const { timer, connection, states } = setUp()
    connection.start()
    await timer.advance(1)
    connection.report({ isReachable: false, reason: 'no_answer' })
    await timer.advance(1)
    expect(states()).toEqual(['connected null'])
  })

  it('measures the clocks, and tells of a change worth telling', async () => {
    const { timer, world, connection, onChanged } = setUp()
    connection.start()
    await timer.advance(1)
    world.answer = () => Promise.resolve(fine(900))
    await timer.advance(10_000)
    expect(onChanged).toHaveBeenCalledTimes(1)
    world.answer = () => Promise.resolve(fine(-120_000))
    await timer.advance(2_500)
    expect(connection.read().clockSkewMs).toBe(-120_000)
    expect(onChanged).toHaveBeenCalledTimes(2)
  })

  it('knows nothing of another server, and believes no late word of the one before', async () => {
    const { timer, world, connection } = setUp()
    world.answer = answering(down, 1_000, timer)
    connection.start()
    await timer.advance(500)
    world.answer = () => Promise.resolve(fine())
    connection.startAnew()
    await timer.advance(2_000)
    expect(connection.read()).toMatchObject({ state: 'connected', reason: null })
  })
})
