import { describe, expect, it, vi } from 'vitest'
import { createConnectionService } from '../../../src-main/services/connection-service.ts'
import { createManualTimer } from '../../support/manual-timer.ts'

function setUp() {
  const timer = createManualTimer()
  let isReachable = false
  const probe = vi.fn(() => Promise.resolve(isReachable))
  const onChanged = vi.fn()
  const connection = createConnectionService({ probe, timer, onChanged })
  return {
    timer,
    probe,
    onChanged,
    connection,
    comeBack: () => {
      isReachable = true
    },
  }
}

describe('connection service', () => {
  it('tells of a change once, and asks the server until it is back', async () => {
    const { connection, timer, onChanged, comeBack } = setUp()
    connection.report(true)
    expect(onChanged).not.toHaveBeenCalled()
    connection.report(false)
    connection.report(false)
    expect(onChanged.mock.calls).toEqual([[{ state: 'unreachable' }]])

    await timer.advance(3_000)
    comeBack()
    await timer.advance(10_000)
    expect(onChanged.mock.calls).toEqual([[{ state: 'unreachable' }], [{ state: 'connected' }]])
  })

  it('asks ever more rarely, at least every ten seconds, and stops when a call succeeds or the app ends', async () => {
    const { connection, timer, probe } = setUp()
    connection.report(false)
    await timer.advance(8_000)
    expect(probe).toHaveBeenCalledTimes(3)
    await timer.advance(60_000)
    expect(probe).toHaveBeenCalledTimes(9)
    connection.report(true)
    await timer.advance(60_000)
    expect(probe).toHaveBeenCalledTimes(9)
    connection.report(false)
    connection.stop()
    await timer.advance(60_000)
    expect(probe).toHaveBeenCalledTimes(9)
  })
})
