import { randomInt, randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import { buildApp, type AppDependencies } from '../../src-server/app.ts'
import type { OpenDatabase } from '../../src-server/database/open-database.ts'
import type { Tables } from '../../src-server/database/tables.ts'
import { readOpenApi } from '../../src-server/plugins/openapi.ts'
import { createEphemeralServerKeys } from '../../src-server/security/server-keys.ts'
import { createAnswerCheck, type AnswerCheck } from './answer-check.ts'
import { createFixedClock, STARTED_AT, type FixedClock } from './fixed-clock.ts'
import { startTestDatabases } from './test-database.ts'
import { quickPasswords } from './quick-passwords.ts'
import { insertPeople, passwordOf, people, restorePeople, type PersonName } from './server-fixtures.ts'

const REGISTERED_AT = new Date('2026-01-01T00:00:00.000Z')

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The parsed body; undefined when there is none. */
  readonly body: unknown
}

export interface Call {
  readonly token?: string | undefined
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface TestServer {
  readonly url: string
  readonly app: FastifyInstance
  /** With all rights, to arrange and to look. */
  readonly db: Kysely<Tables>
  readonly clock: FixedClock
  readonly deps: AppDependencies
  /** Everything the server has logged. */
  readonly log: () => string
  call(method: string, path: string, call?: Call): Promise<Answer>
  /** Logs in with the given password, or the one the person was made with; gives the token. */
  logIn(name: PersonName, password?: string): Promise<string>
  /** Another server over the same database and keys, as after a restart. */
  restart(overrides?: Partial<AppDependencies>): Promise<TestServer>
  /** Everything as at the start, but for the audit: people, passwords, policy, clock. */
  reset(): Promise<void>
  close(): Promise<void>
}

/**
 * A migrated database for one test file: embedded in memory, or on PostgreSQL where the run says so, so that the whole
 * suite holds on either.
 */
export async function openTestDatabase(): Promise<OpenDatabase> {
  const kind = process.env['SAIHAKKO_TEST_DATABASE_KIND'] === 'postgres' ? 'postgres' : 'embedded'
  const databases = await startTestDatabases(kind)
  const database = await databases.open()
  return {
    ...database,
    async close() {
      await database.close()
      await databases.stop()
    },
  }
}

export interface TestServerOptions {
  readonly overrides?: Partial<AppDependencies>
  /** Left out: an own one in memory, closed with the server. */
  readonly database?: OpenDatabase
}

/** A server on a free port of loopback with the people of the tests, quick passwords and a clock that the test owns. */
export async function startTestServer({ overrides = {}, database }: TestServerOptions = {}): Promise<TestServer> {
  const opened = database ?? (await openTestDatabase())
  const clock = createFixedClock()
  const lines: string[] = []
  const deps: AppDependencies = {
    databases: opened.databases,
    keys: createEphemeralServerKeys(),
    passwords: quickPasswords,
    clock: clock.now,
    randomInt: (limit) => randomInt(limit),
    newId: randomUUID,
    logger: { level: 'info', stream: { write: (line) => void lines.push(line) } },
    ...overrides,
  }
  await insertPeople(opened.db, deps.passwords, REGISTERED_AT)
  return serve(deps, opened.db, clock, lines, createAnswerCheck(), database ? async () => {} : () => opened.close())
}

async function serve(
  deps: AppDependencies,
  db: Kysely<Tables>,
  clock: FixedClock,
  lines: string[],
  checkAnswer: AnswerCheck,
  closeDatabase: () => Promise<void>,
): Promise<TestServer> {
  const app = buildApp(deps)
  const url = await app.listen({ host: '127.0.0.1', port: 0 })

  const call = async (method: string, path: string, { token, body, headers }: Call = {}): Promise<Answer> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const answer = { status: response.status, headers: response.headers, text, body: parseJson(text) }
    const mediaType = response.headers.get('content-type') ?? undefined
    checkAnswer(() => readOpenApi(app), { method, path, mediaType, ...answer })
    return answer
  }

  return {
    url,
    app,
    db,
    clock,
    deps,
    log: () => lines.join(''),
    call,
    logIn: async (name, password = passwordOf(name)) => {
      const answer = await call('POST', '/api/v1/sessions', { body: { loginId: people[name].loginId, password } })
      if (answer.status !== 201) throw new Error(`login of ${name}: ${answer.status} ${answer.text}`)
      return z.object({ token: z.string() }).parse(answer.body).token
    },
    restart: (overrides = {}) => serve({ ...deps, ...overrides }, db, clock, lines, checkAnswer, async () => {}),
    reset: async () => {
      clock.set(STARTED_AT)
      await restorePeople(db, deps.passwords, REGISTERED_AT)
    },
    close: async () => {
      await app.close()
      await closeDatabase()
    },
  }
}

function parseJson(text: string): unknown {
  if (text === '') return undefined
  const parsed: unknown = JSON.parse(text)
  return parsed
}

const coded = z.object({ code: z.string() })

/** The `code` of a problem, or undefined when the answer is none. */
export const codeOf = ({ body }: Answer): string | undefined => coded.safeParse(body).data?.code

export const reissuePath = (userId: string): string => `/api/v1/users/${userId}/reissues`

/** Reissues with a fresh key unless one is given. */
export const reissue = (
  server: TestServer,
  token: string,
  userId: string,
  temporaryPassword: string,
  {
    key = randomUUID(),
    ...more
  }: { key?: string; note?: string; suggestionToken?: string; verificationId?: string } = {},
): Promise<Answer> =>
  server.call('POST', reissuePath(userId), {
    token,
    headers: { 'idempotency-key': key },
    body: { temporaryPassword, ...more },
  })
