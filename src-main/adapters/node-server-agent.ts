import type { Agent } from 'node:http'
import { PassThrough } from 'node:stream'
import type { ServerTarget } from '../ports/server-probe-port.ts'
import type { ServerDialer } from './node-server-dialer.ts'

/** Shorter than any server or gateway keeps a connection: a request is hardly ever written to one that is gone already. */
const idleConnectionMs = 4_000

export interface ServerAgents {
  /** The kept connections to this server; those to any other are closed. */
  agentFor(target: ServerTarget): Agent
  close(): void
}

/** Keeps connections alive between requests. Every one comes from the dialer, so that its certificate has been decided on. */
export function createNodeServerAgents(dialer: Pick<ServerDialer, 'dial'>): ServerAgents {
  let current: { readonly target: ServerTarget; readonly agent: Agent } | undefined
  return {
    agentFor(target) {
      const isSame =
        current?.target.url === target.url && current.target.trustedFingerprint === target.trustedFingerprint
      if (current && isSame) return current.agent
      current?.agent.destroy()
      const agent = createAgent(target, dialer)
      current = { target, agent }
      return agent
    },
    close() {
      current?.agent.destroy()
      current = undefined
    },
  }
}

/** An import of `node:http` would read undici as well, at every start. */
export function createAgent(target: ServerTarget, dialer: Pick<ServerDialer, 'dial'>): Agent {
  const { Agent } = process.getBuiltinModule(target.url.startsWith('https:') ? 'node:https' : 'node:http')
  const agent = new Agent({ keepAlive: true, timeout: idleConnectionMs })
  agent.createConnection = (_options, callback) => {
    void dialer.dial(target).then(
      (socket) => callback?.(null, socket),
      // Node’s own type asks for a stream beside the error, which nobody reads.
      (error: unknown) => callback?.(error instanceof Error ? error : new Error('dial'), new PassThrough()),
    )
    return undefined
  }
  return agent
}
