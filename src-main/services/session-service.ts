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
  /** The new password of a forced choice whose answer was lost: it may have been set. */
  readonly triedPassword?: string
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

  /**
   * Asks the server for a session. Whoever was logged in when it was asked must still be when it answers: otherwise
   * somebody has locked, left or come meanwhile, the new session is ended, and nothing changes. With `replacedToken` the
   * server ends that session itself as it opens the new one (P18).
   */
  async function open(loginId: string, password: string, replacedToken?: string): Promise<void> {
    const before = current
    const body = { loginId, password, client: 'saihakko-desk' }
    const { token, session } = await api.call('logIn', { body }, replacedToken)
    const isOvertaken = current !== before
    const isSomebodyElse = before?.locked === true && before.session.user.userId !== session.user.userId
    if (isOvertaken || isSomebodyElse) endQuietly(token)
    if (isOvertaken) return
    if (isSomebodyElse) throw new AppError('wrong_user')
    if (before) {
      if (before.token !== replacedToken) endQuietly(before.token)
      onSecretsMustGo()
    }
    endedBecause = undefined
    current = { token, session, locked: false, ...(session.mustChangePassword ? { loginPassword: password } : {}) }
  }

  /** Ends a session on the server without waiting: out of reach it runs out by itself. */
  const endQuietly = (token: string): void => void api.call('logOut', {}, token).catch(() => undefined)

  const requireOpenSession = (): LoggedIn => {
    const held = requireSession()
    if (held.locked) throw new AppError('locked')
    return held
  }

  /** Reads the session anew; what happened to `asked` meanwhile (a lock, a log-out) stays as it is. */
  async function refresh(asked: LoggedIn): Promise<void> {
    const session = await callWithToken('readSession', {})
    if (current?.token === asked.token) current = { token: asked.token, locked: current.locked, session }
  }

  /** Whether a forced choice whose answer was lost has been made after all: then the session need not change any more. */
  async function wasChosen(): Promise<boolean> {
    try {
      return !(await callWithToken('readSession', {})).mustChangePassword
    } catch (error) {
      const isOutOfReach = error instanceof AppError && error.code === 'server_unreachable'
      throw isOutOfReach ? new AppError('password_outcome_unknown', error.facts) : error
    }
  }

  async function sendChoice(asked: LoggedIn, currentPassword: string, newPassword: string): Promise<void> {
    try {
      await callWithToken('choosePassword', { body: { currentPassword, newPassword } })
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'outcome_unknown') throw error
      const isForced = asked.session.mustChangePassword
      if (isForced && current === asked) current = { ...asked, triedPassword: newPassword }
      if (!isForced || !(await wasChosen())) throw new AppError('password_outcome_unknown', error.facts)
    }
  }

  return {
    read: view,

    async logIn(loginId: string, password: string): Promise<SessionView> {
      await open(loginId, password)
      return view()
    },

    logOut(): SessionView {
      if (current) endQuietly(current.token)
      forget()
      return view()
    },

    /** Without `typedCurrent` the temporary password that was just used to log in is replaced. */
    async choosePassword(newPassword: string, typedCurrent?: string): Promise<SessionView> {
      const asked = requireOpenSession()
      const tried = asked.triedPassword !== undefined && (await wasChosen()) ? asked.triedPassword : undefined
      const currentPassword = tried ?? typedCurrent ?? asked.loginPassword
      if (currentPassword === undefined) throw new AppError('invalid_credentials')
      if (tried !== newPassword) await sendChoice(asked, currentPassword, newPassword)
      await refresh(asked)
      return view()
    },

    lock(): SessionView {
      const { token, session } = requireSession()
      current = { token, session, locked: true }
      onSecretsMustGo()
      return view()
    },

    /** Asks for the password again: the server decides, and a fresh session takes the place of the locked one. */
    async unlock(password: string): Promise<SessionView> {
      const { token, session } = requireSession()
      await open(session.user.loginId, password, token)
      return view()
    },

    /**
     * Enters the password once more, as the server asks before a reissue (P14). The server puts a fresh session in the place
     * of this one; secrets and open attempts stay, since it is the same person in front of the same screen.
     */
    async reauthenticate(password: string): Promise<SessionView> {
      const asked = requireOpenSession()
      const { loginId, userId } = asked.session.user
      const body = { loginId, password, client: 'saihakko-desk' }
      const { token, session } = await api.call('logIn', { body }, asked.token)
      const isSamePerson = session.user.userId === userId
      // Locked or left meanwhile: that stays as it is.
      if (current !== asked || !isSamePerson) endQuietly(token)
      else current = { ...asked, token, session }
      return view()
    },

    /** A call on behalf of the person at the desk; refused while it is locked. */
    async call<O extends Operation>(operation: O, input: RouteInput<Routes[O]>): Promise<RouteOutput<Routes[O]>> {
      requireOpenSession()
      return await callWithToken(operation, input)
    },

    /** Fails with `not_logged_in` or `locked` unless somebody is at the desk. */
    requireOpen(): void {
      requireOpenSession()
    },
  }
}
