import axios, { isAxiosError, type AxiosError, type AxiosResponse } from 'axios'
import { apiBasePath, type RouteDefinition, type RouteInput, type RouteOutput } from '../../src-shared/api/route.ts'
import { problemSchema } from '../../src-shared/api/problem-schema.ts'
import { routes, type Operation, type Routes } from '../../src-shared/api/routes.ts'
import { AppError } from '../../src-shared/errors/catalogue.ts'
import type { ApiClientPort } from '../ports/api-client-port.ts'

/** Failures before the request can have left this machine: nothing was done on the server. */
const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])

export interface ApiClientOptions {
  /** Where the server is; awaited, since the trial server takes a moment to start. */
  readonly serverUrl: () => Promise<string>
  readonly timeoutMs: number
  readonly onReachable: (isReachable: boolean) => void
}

/** The typed client of the backend: one function over the shared contract, every answer parsed by it. */
export function createAxiosApiClient({ serverUrl, timeoutMs, onReachable }: ApiClientOptions): ApiClientPort {
  const http = axios.create({
    timeout: timeoutMs,
    maxRedirects: 0,
    maxContentLength: 8 * 1024 * 1024,
    proxy: false,
    validateStatus: () => true,
  })

  async function request(route: RouteDefinition, input: RequestParts, token?: string): Promise<AxiosResponse<unknown>> {
    const baseURL = (await serverUrl()) + apiBasePath
    try {
      const answer = await http.request<unknown>({
        baseURL,
        url: fillPath(route.path, input.params ?? {}),
        method: route.method,
        headers: {
          ...input.headers,
          // Without a body axios would claim to send a form.
          'content-type': input.body === undefined ? false : 'application/json',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        params: input.query,
        data: input.body,
      })
      onReachable(true)
      return answer
    } catch (error) {
      if (!isAxiosError(error)) throw error
      onReachable(false)
      throw new AppError(codeOfFailure(error, route))
    }
  }

  // The overload ties each operation to its input and output; the body needs only what all routes have in common.
  async function call<O extends Operation>(
    operation: O,
    input: RouteInput<Routes[O]>,
    token?: string,
  ): Promise<RouteOutput<Routes[O]>>
  async function call(operation: Operation, input: object, token?: string): Promise<unknown> {
    const route: RouteDefinition = routes[operation]
    const answer = await request(route, input, token)
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
        const { status } = await http.get(`${await serverUrl()}/healthz`, { timeout: 5_000 })
        return status === 200
      } catch {
        return false
      }
    },
  }
}

interface RequestParts {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: object
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: object
}

const fillPath = (path: string, params: Readonly<Record<string, string>>): string =>
  path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))

// The error of axios holds the request with its password and token: only the code is taken from it, never the error as a cause.
function codeOfFailure(error: AxiosError, route: RouteDefinition): 'server_unreachable' | 'outcome_unknown' {
  const wasSent = !neverSent.has(error.code ?? '')
  // A suggestion that was lost has done nothing that anybody would have to know, and a login is simply made again.
  const hasEffect = route.headers !== undefined || route.method === 'PUT'
  return wasSent && hasEffect ? 'outcome_unknown' : 'server_unreachable'
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
