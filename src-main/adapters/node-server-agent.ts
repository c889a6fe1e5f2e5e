import * as http from 'node:http'
import * as https from 'node:https'
import { PassThrough } from 'node:stream'
import type { ServerTarget } from '../ports/server-probe-port.ts'
import type { ServerDialer } from './node-server-dialer.ts'

/** Shorter than any server or gateway keeps a connection: a request is hardly ever written to one that is gone already. */
const idleConnectionMs = 4_000

export interface ServerAgents {
  /** The kept connections to this server; those to any other are closed. */
  agentFor(target: ServerTarget): http.Agent
  close(): void
}

/** Keeps connections alive between requests. Every one comes from the dialer, so that its certificate has been decided on. */
export function createNodeServerAgents(dialer: Pick<ServerDialer, 'dial'>): ServerAgents {
  let current: { readonly target: ServerTarget; readonly agent: http.Agent } | undefined
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

export function createAgent(target: ServerTarget, dialer: Pick<ServerDialer, 'dial'>): http.Agent {
  const options = { keepAlive: true, timeout: idleConnectionMs }
  const agent = target.url.startsWith('https:') ? new https.Agent(options) : new http.Agent(options)
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
