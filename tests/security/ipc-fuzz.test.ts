import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { z } from 'zod'
import { bindChannel } from '../../src-main/ipc/bind-channel.ts'
import { registerHandlers, type Handlers } from '../../src-main/ipc/register-handlers.ts'
import type { CallingFrame } from '../../src-main/security/trusted-frame.ts'
import { toChannel } from '../../src-shared/ipc/channel-names.ts'
import { ipcContract } from '../../src-shared/ipc/contract.ts'
import { nastyValue, spoiledFields, validFields, writeJson } from '../support/schema-arbitraries.ts'

interface Channel {
  readonly name: string
  readonly input: z.ZodType
}

const channels: readonly Channel[] = Object.entries(ipcContract).flatMap(([area, list]) =>
  Object.entries(list).map(([name, { input }]): Channel => ({ name: toChannel(area, name), input })),
)
const ownPage: CallingFrame = { url: 'app://desk/index.html', parent: null }

/** Every channel of the contract, as the app registers it, before a service that only notes what reaches it. */
function registerAll() {
  const reached = vi.fn((_input: unknown): never => {
    throw new Error('the service was asked')
  })
  const areas = Object.entries(ipcContract).map(([area, list]) => [
    area,
    Object.fromEntries(Object.entries(list).map(([name, channel]) => [name, bindChannel(channel, reached)])),
  ])
  const handlers: Handlers = Object.fromEntries(areas)
  const calls = new Map<string, (frame: CallingFrame | null, input: unknown) => Promise<unknown>>()
  const log = { info: vi.fn(), warn: vi.fn() }
  registerHandlers(handlers, { handle: (name, answer) => calls.set(name, answer), log, newId: () => 'trace-1' })
  const call = async (name: string, frame: CallingFrame | null, input: unknown): Promise<unknown> =>
    await calls.get(name)?.(frame, input)
  return { reached, calls, call, log }
}

/** An object as structured cloning hands it over: `__proto__` is a name like any other. */
const parse = (json: string): unknown => JSON.parse(json)

const refused = { ok: false, error: { code: 'invalid_request', traceId: 'trace-1' } }

describe('S-04: every channel between page and main process (E17, E21)', () => {
  it('is in the contract, and nothing else is listened to', () => {
    const { calls } = registerAll()
    expect([...calls.keys()].sort()).toEqual(channels.map(({ name }) => name).sort())
    expect(channels.length).toBeGreaterThanOrEqual(44)
  })

  it.each(channels)('$name takes what its schema takes and nothing else', async ({ name, input }) => {
    const { call, reached } = registerAll()
    const valid = validFields(input, {})
    const anything = fc.oneof(
      valid.map(writeJson).map(parse),
      spoiledFields(valid).map(writeJson).map(parse),
      nastyValue,
      fc.constantFrom<unknown>(undefined, null, [], 'x'.repeat(10_000_000), new Date(0), new Map(), new Uint8Array(9)),
    )
    await fc.assert(
      fc.asyncProperty(anything, async (value) => {
        reached.mockClear()
        const parsed = input.safeParse(value)
        const answer = await call(name, ownPage, value)
        expect(reached.mock.calls).toEqual(parsed.success ? [[parsed.data]] : [])
        const code = parsed.success ? 'app_error' : 'invalid_request'
        expect(answer).toEqual({ ok: false, error: { code, traceId: 'trace-1' } })
      }),
      { numRuns: 60 },
    )
  })

  it.each(channels)('$name refuses a field too many, whatever it is called', async ({ name, input }) => {
    const { call, reached } = registerAll()
    const [fields] = fc.sample(validFields(input, {}), { numRuns: 1, seed: 7 })
    for (const extra of ['extra', '__proto__', 'constructor', 'toString', '']) {
      expect(await call(name, ownPage, parse(writeJson([...(fields ?? []), [extra, {}]])))).toEqual(refused)
    }
    expect(reached).not.toHaveBeenCalled()
  })

  it.each(channels)('$name hears the app’s own page in the top frame and nobody else', async ({ name, input }) => {
    const { call, reached, log } = registerAll()
    const [fields] = fc.sample(validFields(input, {}), { numRuns: 1, seed: 7 })
    const fitting = parse(writeJson(fields ?? []))
    const strangers: readonly (CallingFrame | null)[] = [
      null,
      { url: 'app://desk/index.html', parent: ownPage },
      { url: 'https://desk.example/', parent: null },
      { url: 'app://desk.evil.example/index.html', parent: null },
      { url: 'data:text/html,hello', parent: null },
    ]
    for (const frame of strangers) {
      expect(await call(name, frame, fitting)).toEqual({
        ok: false,
        error: { code: 'untrusted_caller', traceId: 'trace-1' },
      })
    }
    expect(reached).not.toHaveBeenCalled()
    expect(log.warn).toHaveBeenCalledTimes(strangers.length)
    await call(name, ownPage, fitting)
    expect(reached).toHaveBeenCalledOnce()
  })
})
