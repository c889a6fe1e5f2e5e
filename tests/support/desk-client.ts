import { randomBytes, randomUUID } from 'node:crypto'
import { z } from 'zod'
import { passwordOf, people, type PersonName } from './server-fixtures.ts'

/** What a client knows after a call: an answer, or that none came. */
export type Outcome =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly code?: string
      readonly text: string
      readonly isReplay: boolean
    }
  | { readonly kind: 'lost'; readonly reason: string }

/** One intention of an operator: sent as often as it takes, always under the same key. */
export interface ReissueOrder {
  readonly userId: string
  readonly key: string
  readonly temporaryPassword: string
  readonly verificationId?: string
}

export const newOrder = (userId: string, verificationId?: string): ReissueOrder => ({
  userId,
  key: randomUUID(),
  temporaryPassword: `Tk7m${randomBytes(6).toString('hex')}Rw`,
  ...(verificationId === undefined ? {} : { verificationId }),
})

/** Longer than any answer may take: the server’s own limits are 30 s. */
const patienceMs = 45_000

export interface CallOptions {
  readonly token?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly limitMs?: number
}

export async function callServer(
  url: string,
  method: string,
  path: string,
  options: CallOptions = {},
): Promise<Outcome> {
  const { token, body, headers = {}, limitMs = patienceMs } = options
  try {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        // A connection of its own for each: what happens to one says nothing about the next.
        connection: 'close',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(limitMs),
    })
    const text = await response.text()
    const code = z.object({ code: z.string() }).safeParse(parseJson(text)).data?.code
    const isReplay = response.headers.get('idempotency-replayed') === 'true'
    return { kind: 'answered', status: response.status, text, isReplay, ...(code === undefined ? {} : { code }) }
  } catch (error) {
    return { kind: 'lost', reason: describe(error) }
  }
}

export const logIn = (url: string, loginId: string, password: string): Promise<Outcome> =>
  callServer(url, 'POST', '/api/v1/sessions', { body: { loginId, password } })

/** The token of a new session of one of the people. */
export async function openSession(url: string, name: PersonName): Promise<string> {
  const answer = await logIn(url, people[name].loginId, passwordOf(name))
  if (answer.kind === 'lost' || answer.status !== 201) throw new Error(`login of ${name}: ${describeOutcome(answer)}`)
  return z.object({ token: z.string() }).parse(parseJson(answer.text)).token
}

export function sendReissue(url: string, token: string, order: ReissueOrder, limitMs?: number): Promise<Outcome> {
  const { userId, key, ...body } = order
  return callServer(url, 'POST', `/api/v1/users/${userId}/reissues`, {
    token,
    headers: { 'idempotency-key': key },
    body,
    ...(limitMs === undefined ? {} : { limitMs }),
  })
}

/** Repeats an order until it is done, as the app does; throws on any answer that no repetition may bring. */
export async function finishReissue(url: string, token: string, order: ReissueOrder): Promise<Outcome> {
  const deadline = Date.now() + patienceMs
  for (;;) {
    const outcome = await sendReissue(url, token, order)
    if (outcome.kind === 'answered' && outcome.status === 201) return outcome
    if (!mayBeRepeated(outcome)) throw new Error(`a repeated reissue: ${describeOutcome(outcome)}`)
    if (Date.now() > deadline) throw new Error(`no end of a reissue: ${describeOutcome(outcome)}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Answers that leave the outcome open, or say that it may work later. */
const repeatableCodes = [
  'internal_error',
  'directory_unavailable',
  'directory_outcome_unknown',
  'overloaded',
  'conflict',
]
export const mayBeRepeated = (outcome: Outcome): boolean =>
  outcome.kind === 'lost' || repeatableCodes.includes(outcome.code ?? '')

export const describeOutcome = (outcome: Outcome): string =>
  outcome.kind === 'lost' ? `lost (${outcome.reason})` : `${outcome.status} ${outcome.code ?? ''}`.trim()

function parseJson(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text)
    return parsed
  } catch {
    return undefined
  }
}

function describe(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  if (!(cause instanceof Error)) return String(cause)
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name
}
