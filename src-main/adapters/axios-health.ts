import type { Agent } from 'node:http'
import axios, { isAxiosError } from 'axios'
import { z } from 'zod'
import type { FailureReason, ProbeAnswer, ServerTarget } from '../ports/server-probe-port.ts'
import { DialFailure } from './node-dial-failure.ts'

const healthSchema = z.object({ status: z.literal('ok') })

/** What a gateway says in the name of a server that it cannot reach. */
export const isGatewayFailure = (status: number): boolean => status >= 502 && status <= 504

/**
 * Asks `GET /healthz` (R14). Only the answer of this product counts: a captive portal answers as well, with a page or by
 * leading elsewhere. Never throws.
 */
export async function askHealth(target: ServerTarget, agent: Agent, timeoutMs: number): Promise<ProbeAnswer> {
  const sentAt = Date.now()
  const startedAt = performance.now()
  try {
    const { status, data, headers } = await axios.get<unknown>(`${target.url}/healthz`, {
      httpAgent: agent,
      httpsAgent: agent,
      signal: AbortSignal.timeout(timeoutMs),
      proxy: false,
      maxRedirects: 0,
      maxContentLength: 64 * 1024,
      validateStatus: () => true,
    })
    const roundTripMs = performance.now() - startedAt
    if (status === 200 && healthSchema.safeParse(data).success) {
      return { isReachable: true, roundTripMs, clockSkewMs: measureSkew(headers['date'], sentAt + roundTripMs / 2) }
    }
    return { isReachable: false, reason: isGatewayFailure(status) ? 'server_down' : 'not_a_desk_server' }
  } catch (error) {
    return { isReachable: false, reason: reasonOf(error) }
  }
}

/** Why a request of axios failed, as far as the way to the server is concerned. */
export function reasonOf(error: unknown): FailureReason {
  if (!isAxiosError(error)) return 'server_down'
  if (error.cause instanceof DialFailure) return error.cause.reason
  if (error.code === 'ERR_CANCELED') return 'no_answer'
  // It answers, but in no HTTP that is worth the name, or with far more than such an answer holds.
  return error.code?.startsWith('HPE_') === true ? 'not_a_desk_server' : 'server_down'
}

/** The header tells whole seconds: half a second is what is left out on average. */
function measureSkew(date: unknown, answeredAtMs: number): number | null {
  const serverAtMs = typeof date === 'string' ? Date.parse(date) : Number.NaN
  return Number.isNaN(serverAtMs) ? null : Math.round(serverAtMs + 500 - answeredAtMs)
}
