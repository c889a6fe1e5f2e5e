import type { Inspection, ServerInspectorPort } from '../ports/server-inspector-port.ts'
import type { ServerTarget } from '../ports/server-probe-port.ts'
import { DialFailure } from './node-dial-failure.ts'
import { createAgent } from './node-server-agent.ts'
import type { Met, ServerDialer } from './node-server-dialer.ts'

const outcomeOfReason = {
  server_down: 'unreachable',
  no_answer: 'no_answer',
  name_not_found: 'name_not_found',
  certificate_untrusted: 'certificate_untrusted',
  certificate_changed: 'certificate_changed',
  not_a_desk_server: 'not_a_desk_server',
} as const

/** Looks at a server on connections of its own. `answerMs` is what the server has for its answer, besides the dialer’s own limit. */
export function createNodeServerInspector(dialer: ServerDialer, answerMs: number): ServerInspectorPort {
  async function meet(target: ServerTarget): Promise<Met | DialFailure> {
    try {
      return await dialer.meet(target)
    } catch (error) {
      if (error instanceof DialFailure) return error
      throw error
    }
  }

  async function ask(target: ServerTarget): Promise<Pick<Inspection, 'outcome' | 'clockSkewMs'>> {
    // Read when it is needed, for the sake of every start without it.
    const { askHealth } = await import('./axios-health.ts')
    const agent = createAgent(target, dialer)
    const answer = await askHealth(target, agent, answerMs)
    agent.destroy()
    if (!answer.isReachable) return { outcome: outcomeOfReason[answer.reason], clockSkewMs: null }
    return { outcome: 'usable', clockSkewMs: answer.clockSkewMs }
  }

  return {
    async inspect(target) {
      const met = await meet(target)
      if (met instanceof DialFailure) {
        return { outcome: outcomeOfReason[met.reason], certificate: null, clockSkewMs: null }
      }
      met.socket.destroy()
      const { certificate, decision } = met
      if (decision === 'certificate_untrusted' || decision === 'certificate_changed') {
        return { outcome: decision, certificate, clockSkewMs: null }
      }
      return { certificate, ...(await ask(target)) }
    },
  }
}
