import { randomInt } from 'node:crypto'
import { setTimeout as waitFor } from 'node:timers/promises'
import axios, { isAxiosError, type AxiosError, type AxiosResponse } from 'axios'
import {
  apiBasePath,
  backgroundHeader,
  type RouteDefinition,
  type RouteInput,
  type RouteOutput,
} from '../../src-shared/api/route.ts'
import { problemSchema } from '../../src-shared/api/problem-schema.ts'
import { routes, type Operation, type Routes } from '../../src-shared/api/routes.ts'
import { AppError, type ErrorCode } from '../../src-shared/errors/catalogue.ts'
import type { ApiClientPort, CallOptions } from '../ports/api-client-port.ts'
import type { FailureReason, Heard, ServerProbePort, ServerTarget } from '../ports/server-probe-port.ts'
import { askHealth, isGatewayFailure, reasonOf } from './axios-health.ts'
import { codeOfReason, DialFailure } from './node-dial-failure.ts'
import type { ServerAgents } from './node-server-agent.ts'
import { createRetryBudget } from './axios-retry-budget.ts'

export interface ApiClientOptions {
  /** The server of this moment; awaited, since the trial server takes a moment to start. Fails with `no_server_chosen`. */
  readonly target: () => Promise<ServerTarget>
  /** Which server that is, whatever its port: changes when another one is chosen. */
  readonly identity: () => string | null
  readonly agents: ServerAgents
  /** From the first byte sent to the last received, the connection included. */
  readonly timeoutMs: number
  /** What the heartbeat waits for. */
  readonly probeTimeoutMs: number
  readonly onHeard: (heard: Heard) => void
}

/** The typed client of the backend: one function over the shared contract, every answer parsed by it. */
export function createAxiosApiClient(options: ApiClientOptions): ApiClientPort & ServerProbePort {
  const { target, identity, agents, timeoutMs, probeTimeoutMs, onHeard } = options
  const retries = createRetryBudget()
  const http = axios.create({
    maxRedirects: 0,
    maxContentLength: 8 * 1024 * 1024,
    proxy: false,
    validateStatus: () => true,
  })

  async function send(route: RouteDefinition, parts: RequestParts, headers: Headers): Promise<AxiosResponse<unknown>> {
    const server = await target()
    const agent = agents.agentFor(server)
    return await http.request<unknown>({
      baseURL: server.url + apiBasePath,
      url: fillPath(route.path, parts.params ?? {}),
      method: route.method,
      headers: {
        ...parts.headers,
        ...headers,
        // Without a body axios would claim to send a form.
        'content-type': parts.body === undefined ? false : 'application/json',
      },
      params: parts.query,
      data: parts.body,
      httpAgent: agent,
      httpsAgent: agent,
      signal: AbortSignal.timeout(timeoutMs),
    })
  }

  /** Only what reads is sent again, once, a moment later, and only as long as few requests need it (R4). */
  async function sendPatiently(route: RouteDefinition, parts: RequestParts, headers: Headers) {
    const asked = identity()
    retries.earn()
    try {
      return await send(route, parts, headers)
    } catch (error) {
      const mayRetry = route.method === 'GET' && isAxiosError(error) && reasonOf(error) === 'server_down'
      if (!mayRetry || !retries.spend()) throw error
      await waitFor(randomInt(100, 300))
      // SECURITY: S-20. Another server that was chosen meanwhile must not get this one’s token.
      if (identity() !== asked) throw error
      return await send(route, parts, headers)
    }
  }

  async function request(route: RouteDefinition, parts: RequestParts, headers: Headers) {
    const asked = identity()
    try {
      const answer = await sendPatiently(route, parts, headers)
      // SECURITY: S-20. A token that came so late would go to another server with the next call.
      if (identity() !== asked) throw new AppError(hasEffect(route) ? 'outcome_unknown' : 'server_unreachable')
      const stranger = findStranger(answer)
      onHeard(stranger === undefined ? { isReachable: true } : { isReachable: false, reason: stranger })
      // Whoever passes on a request may lose the answer: then nobody knows what it has done.
      if (stranger !== undefined && !hasEffect(route)) throw new AppError(codeOfReason[stranger])
      return answer
    } catch (error) {
      if (!isAxiosError(error)) throw error
      // How the server that was left fails says nothing about the one in use.
      if (identity() === asked) onHeard({ isReachable: false, reason: reasonOf(error) })
      throw new AppError(codeOfFailure(error, route))
    }
  }

  // The overload ties each operation to its input and output; the body needs only what all routes have in common.
  async function call<O extends Operation>(
    operation: O,
    input: RouteInput<Routes[O]>,
    token?: string,
    callOptions?: CallOptions,
  ): Promise<RouteOutput<Routes[O]>>
  async function call(operation: Operation, input: object, token?: string, { isBackground }: CallOptions = {}) {
    const route: RouteDefinition = routes[operation]
    const answer = await request(route, input, {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(isBackground === true ? { [backgroundHeader]: '1' } : {}),
    })
    if (answer.status !== route.success.status) throw toAppError(answer)
    if (!('body' in route.success)) return undefined
    const { success, data: body } = route.success.body.safeParse(answer.data)
    if (!success) throw new AppError('answer_not_understood', { detail: operation })
    return body
  }

  return {
    call,

    async probe() {
      try {
        const server = await target()
        return await askHealth(server, agents.agentFor(server), probeTimeoutMs)
      } catch {
        return { isReachable: false, reason: 'server_down' }
      }
    },
  }
}

type Headers = Readonly<Record<string, string>>

interface RequestParts {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: object
  readonly headers?: Headers
  readonly body?: object
}

const fillPath = (path: string, params: Readonly<Record<string, string>>): string =>
  path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))

/** Somebody else than our server has answered: a captive portal, a gateway, a wrong address. */
function findStranger({ status, headers }: AxiosResponse<unknown>): FailureReason | undefined {
  const isRedirect = status >= 300 && status < 400
  const isJson = /^application\/(problem\+)?json\b/.test(String(headers['content-type'] ?? ''))
  if (!isRedirect && (isJson || status === 204)) return undefined
  return isGatewayFailure(status) ? 'server_down' : 'not_a_desk_server'
}

/** Something that somebody would have to know about: a suggestion that was lost has done nothing, and a login is simply made again. */
const hasEffect = (route: RouteDefinition): boolean => route.headers !== undefined || route.method === 'PUT'

// The error of axios holds the request with its password and token: only the code is taken from it, never the error as a cause.
function codeOfFailure(error: AxiosError, route: RouteDefinition): ErrorCode {
  // No connection, so nothing was sent.
  if (error.cause instanceof DialFailure) return codeOfReason[error.cause.reason]
  return hasEffect(route) ? 'outcome_unknown' : 'server_unreachable'
}

function toAppError(answer: AxiosResponse<unknown>): AppError {
  const { success, data: problem } = problemSchema.safeParse(answer.data)
  if (!success) return new AppError('answer_not_understood', { detail: `status ${answer.status}` })
  const { code, requestId, retryAfterSeconds, errors, contacts } = problem
  return new AppError(code, {
    requestId,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...(errors === undefined ? {} : { fields: errors }),
    ...(contacts === undefined ? {} : { contacts }),
  })
}
