import type { ApiClientPort, CallOptions } from '../../src-main/ports/api-client-port.ts'
import type { Operation } from '../../src-shared/api/routes.ts'
import type { Session } from '../../src-shared/api/sessions.ts'

export interface RecordedCall {
  readonly operation: Operation
  readonly input: unknown
  readonly token: string | undefined
  /** There only when it is so. */
  readonly isBackground?: true
}

export interface FakeApiClient extends ApiClientPort {
  readonly calls: RecordedCall[]
  /** What an operation answers from now on: a value, or a function of the recorded call (which may throw). */
  answer(operation: Operation, answer: (call: RecordedCall) => unknown): void
}

/** A backend of prepared answers. Anything not prepared fails the test. */
export function createFakeApiClient(): FakeApiClient {
  const answers = new Map<Operation, (call: RecordedCall) => unknown>()
  const calls: RecordedCall[] = []
  async function call(operation: Operation, input: object, token?: string, options?: CallOptions): Promise<never>
  async function call(operation: Operation, input: object, token?: string, options?: CallOptions): Promise<unknown> {
    const isBackground = options?.isBackground === true
    const recorded = { operation, input, token, ...(isBackground ? { isBackground } : {}) }
    calls.push(recorded)
    const answer = answers.get(operation)
    if (!answer) throw new Error(`no answer prepared for ${operation}`)
    return await Promise.resolve(answer(recorded))
  }
  return {
    calls,
    call,
    answer: (operation, answer) => void answers.set(operation, answer),
  }
}

export const sampleSession = (overrides: Partial<Session> = {}): Session => ({
  sessionId: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff',
  user: {
    userId: 'EJUM128951TST0020000',
    loginId: 'WR012739',
    userName: 'テスト テスト',
    role: 'administrator',
    memberId: 'EJUU128951TST0020000',
    memberName: 'テスト テスト',
  },
  mustChangePassword: false,
  createdAt: '2026-11-23T03:00:00.000Z',
  idleTimeoutSeconds: 900,
  expiresAt: '2026-11-23T11:00:00.000Z',
  ...overrides,
})
