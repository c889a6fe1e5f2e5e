import { describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { bindChannel } from '../../../src-main/ipc/bind-channel.ts'
import { registerHandlers, type Handlers } from '../../../src-main/ipc/register-handlers.ts'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import { channelNames, toChannel } from '../../../src-shared/ipc/channel-names.ts'

const trusted = { url: 'app://desk/index.html', parent: null }
const contract = { input: z.strictObject({ text: z.string().max(5) }), output: z.object({ text: z.string() }) }

/** Every channel answered by the same function. */
function register(run: (input: { text: string }) => { text: string; secret?: string }) {
  const bound = bindChannel(contract, run)
  const areas = Object.entries(channelNames).map(([area, names]) => [
    area,
    Object.fromEntries(names.map((name) => [name, bound])),
  ])
  const handlers: Handlers = Object.fromEntries(areas)
  const channels = new Map<string, (frame: typeof trusted | null, input: unknown) => Promise<unknown>>()
  const log = { info: vi.fn(), warn: vi.fn() }
  registerHandlers(handlers, { handle: (name, answer) => channels.set(name, answer), log, newId: () => 'trace-1' })
  return { channels, log }
}

const echo = ({ text }: { text: string }) => ({ text, secret: 'must not leak' })
const names = Object.entries(channelNames).flatMap(([area, list]) => list.map((name) => toChannel(area, name)))

describe('IPC handlers', () => {
  it('are registered for exactly the channels of the table (E17)', () => {
    expect([...register(echo).channels.keys()].sort()).toEqual([...names].sort())
    expect(names.length).toBeGreaterThan(14)
  })

  it.each(names)('%s hears no stranger and takes nothing that does not fit (E17, E21)', async (name) => {
    const run = vi.fn(echo)
    const call = register(run).channels.get(name)
    expect(await call?.(null, { text: 'a' })).toMatchObject({ ok: false, error: { code: 'untrusted_caller' } })
    expect(await call?.({ url: 'https://evil.example/', parent: null }, { text: 'a' })).toMatchObject({ ok: false })
    const misfits = [
      undefined,
      null,
      1,
      'x',
      [],
      { text: 1 },
      { text: 'too long' },
      { text: 'a', extra: 1 },
      { text: 'x'.repeat(10_000_000) },
      JSON.parse('{"text":"a","__proto__":{"x":1}}'),
    ]
    for (const misfit of misfits) {
      expect(await call?.(trusted, misfit)).toMatchObject({
        ok: false,
        error: { code: 'invalid_request', traceId: 'trace-1' },
      })
    }
    expect(run).not.toHaveBeenCalled()
  })

  it('let nothing out that the contract does not name', async () => {
    expect(await register(echo).channels.get('desk:users.read')?.(trusted, { text: 'a' })).toEqual({
      ok: true,
      value: { text: 'a' },
    })
  })

  it('answer an error with its code and facts, and log no message of a foreign error', async () => {
    const refused = register(() => {
      throw new AppError('too_many_attempts', { requestId: 'r-9', retryAfterSeconds: 30, detail: 'for the log' })
    })
    expect(await refused.channels.get('desk:session.logIn')?.(trusted, { text: 'a' })).toEqual({
      ok: false,
      error: { code: 'too_many_attempts', traceId: 'r-9', retryAfterSeconds: 30 },
    })
    const broken = register(() => {
      throw new Error('canary mXacknvU7Qwe in a message')
    })
    expect(await broken.channels.get('desk:session.logIn')?.(trusted, { text: 'a' })).toEqual({
      ok: false,
      error: { code: 'app_error', traceId: 'trace-1' },
    })
    expect(JSON.stringify(broken.log.warn.mock.calls)).not.toContain('mXacknvU7Qwe')
  })
})
