import { createAxiosApiClient, type ApiClientOptions } from '../../src-main/adapters/axios-api-client.ts'
import { createNodeServerAgents } from '../../src-main/adapters/node-server-agent.ts'
import { createNodeServerDialer, type DialerOptions } from '../../src-main/adapters/node-server-dialer.ts'
import type { ServerTarget } from '../../src-main/ports/server-probe-port.ts'

type Settings = Partial<
  Pick<ApiClientOptions, 'timeoutMs' | 'probeTimeoutMs' | 'onHeard'> & Omit<DialerOptions, 'timeoutMs'>
> & {
  readonly dialTimeoutMs?: number
}

/** The app’s own API client over real sockets, to one server, or to the one that `target` says at the moment. */
export function createApiClientTo(target: ServerTarget | (() => ServerTarget), settings: Settings = {}) {
  const readTarget = typeof target === 'function' ? target : () => target
  const { timeoutMs = 5_000, probeTimeoutMs = 1_000, dialTimeoutMs = 1_000, onHeard = () => {}, ...dialing } = settings
  const dialer = createNodeServerDialer({
    resolveProxy: () => Promise.resolve('DIRECT'),
    ...dialing,
    timeoutMs: dialTimeoutMs,
  })
  const agents = createNodeServerAgents(dialer)
  const api = createAxiosApiClient({
    target: () => Promise.resolve(readTarget()),
    identity: () => readTarget().url,
    agents,
    timeoutMs,
    probeTimeoutMs,
    onHeard,
  })
  return { api, agents, dialer }
}
