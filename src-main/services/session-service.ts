import type { RouteInput, RouteOutput } from '../../src-shared/api/route.ts'
import type { Operation, Routes } from '../../src-shared/api/routes.ts'
import type { Session } from '../../src-shared/api/sessions.ts'
import { AppError } from '../../src-shared/errors/catalogue.ts'
import type { SessionView } from '../../src-shared/ipc/contract.ts'
import type { ApiClientPort } from '../ports/api-client-port.ts'

/** Somebody is logged in. `token` and `loginPassword` never leave this service (P19). */
interface LoggedIn {
  readonly token: string
  readonly session: Session
  readonly locked: boolean
  /** Kept only while a new password has to be chosen, so that the temporary one need not be typed twice. */
  readonly loginPassword?: string
}

export interface SessionServiceDependencies {
  readonly api: ApiClientPort
  /** Called after every change that the page did not ask for. */
  readonly onChanged: (view: SessionView) => void
  /** Called when plaintext has to go: on lock, log-out and whenever the session ends by itself. */
  readonly onSecretsMustGo: () => void
}

export type SessionService = ReturnType<typeof createSessionService>

/** Who is logged in: holds the token in memory and makes every call that needs one. */
export function createSessionService({ api, onChanged, onSecretsMustGo }: SessionServiceDependencies) {
  let current: LoggedIn | undefined
  let endedBecause: SessionView['endedBecause']

  const view = (): SessionView => ({
    session: current?.session ?? null,
    locked: current?.locked ?? false,
    ...(endedBecause === undefined ? {} : { endedBecause }),
  })

  const forget = (because?: SessionView['endedBecause']): void => {
    current = undefined
    endedBecause = because
    onSecretsMustGo()
  }

  const requireSession = (): LoggedIn => {
    if (!current) throw new AppError('not_logged_in')
    return current
  }

  /** Makes a call as the person logged in; a session that the server has ended is forgotten, and the page told. */
  async function callWithToken<O extends Operation>(
    operation: O,
    input: RouteInput<Routes[O]>,
  ): Promise<RouteOutput<Routes[O]>> {
    const { token } = requireSession()
    try {
      return await api.call(operation, input, token)
    } catch (error) {
      const hasEnded = error instanceof AppError && (error.code === 'session_expired' || error.code === 'session_ended')
      if (hasEnded && current?.token === token) {
        forget(error.code)
        onChanged(view())
      }
      throw error
    }
  }

  async function open(loginId: string, password: string): Promise<LoggedIn> {
    const { token, session } = await api.call('logIn', { body: { loginId, password, client: 'saihakko-desk' } })
    return { token, session, locked: false, ...(session.mustChangePassword ? { loginPassword: password } : {}) }
  }

  /** Ends a session on the server without waiting: out of reach it runs out by itself. */
  const endQuietly = (token: string): void => void api.call('logOut', {}, token).catch(() => undefined)

  /** After a lost answer: has the forced choice been made all the same? */
  async function wasPasswordChosen(): Promise<boolean> {
    const session = await callWithToken('readSession', {})
    return !session.mustChangePassword
  }

  return {
    read: view,

    async logIn(loginId: string, password: string): Promise<SessionView> {
      const opened = await open(loginId, password)
      if (current) endQuietly(current.token)
      endedBecause = undefined
      current = opened
      return view()
    },

    logOut(): SessionView {
      if (current) endQuietly(current.token)
      forget()
      return view()
    },

    async choosePassword(newPassword: string, typedCurrent?: string): Promise<SessionView> {
      const { loginPassword, session } = requireSession()
      if (current?.locked === true) throw new AppError('locked')
      const currentPassword = typedCurrent ?? loginPassword
      if (currentPassword === undefined) throw new AppError('invalid_credentials')
      try {
        await callWithToken('choosePassword', { body: { currentPassword, newPassword } })
      } catch (error) {
        const isAnswerLost =
          error instanceof AppError && error.code === 'server_unreachable' && session.mustChangePassword
        if (!isAnswerLost || !(await wasPasswordChosen())) throw error
      }
      const { token, locked } = requireSession()
      current = { token, locked, session: await callWithToken('readSession', {}) }
      return view()
    },

    lock(): SessionView {
      current = { ...requireSession(), locked: true }
      onSecretsMustGo()
      return view()
    },

    /** Asks for the password again: the server decides, and a fresh session takes the place of the locked one. */
    async unlock(password: string): Promise<SessionView> {
      const locked = requireSession()
      const opened = await open(locked.session.user.loginId, password)
      if (opened.session.user.userId !== locked.session.user.userId) {
        endQuietly(opened.token)
        throw new AppError('wrong_user')
      }
      endQuietly(locked.token)
      current = opened
      return view()
    },

    /** A call on behalf of the person at the desk; refused while it is locked. */
    async call<O extends Operation>(operation: O, input: RouteInput<Routes[O]>): Promise<RouteOutput<Routes[O]>> {
      if (requireSession().locked) throw new AppError('locked')
      return await callWithToken(operation, input)
    },
  }
}
