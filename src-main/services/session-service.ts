import type { RouteInput, RouteOutput } from '../../src-shared/api/route.ts'
import type { Operation, Routes } from '../../src-shared/api/routes.ts'
import { AppError } from '../../src-shared/errors/catalogue.ts'
import type { SessionView } from '../../src-shared/ipc/contract.ts'
import type { ConnectionView } from '../../src-shared/ipc/server-schema.ts'
import type { ApiClientPort, CallOptions } from '../ports/api-client-port.ts'
import type { OfflineCopyPort } from '../ports/offline-copy-port.ts'
import type { SessionVaultPort } from '../ports/session-vault-port.ts'
import type { TimerPort } from '../ports/timer-port.ts'
import { createKeepingService } from './keeping-service.ts'
import { createPasswordChoiceService } from './password-choice-service.ts'
import { codeOf, isOutOfReach } from './session-policy.ts'
import { viewOf, type LockReason, type LoggedIn } from './session-state.ts'

/** How often a desk that was unlocked offline looks for the server again, besides when the connection is seen to return. */
const lookForServerMs = 5_000

export interface SessionServiceDependencies {
  readonly api: Pick<ApiClientPort, 'call'>
  readonly vault: SessionVaultPort
  readonly offlineCopy: OfflineCopyPort
  readonly connection: { read(): Pick<ConnectionView, 'state'> }
  /** What stands for the server: a token and a copy belong to it. */
  readonly serverUrl: () => Promise<string>
  readonly timer: TimerPort
  /** Called after every change that the page did not ask for. */
  readonly onChanged: (view: SessionView) => void
  /** Called when plaintext has to go: on lock, log-out and whenever the session ends by itself. */
  readonly onSecretsMustGo: () => void
  /** The desk has been locked: the page has to go, and what it held with it. */
  readonly onLocked: () => void
  /** Nobody is logged in any more. */
  readonly onEnded: () => void
}

export type SessionService = ReturnType<typeof createSessionService>

/** Who is logged in: holds the token and makes every call that needs one. */
export function createSessionService(dependencies: SessionServiceDependencies) {
  const { api, vault, offlineCopy, connection, serverUrl, timer, onChanged, onSecretsMustGo } = dependencies
  let current: LoggedIn | undefined
  let endedBecause: SessionView['endedBecause']
  let stopLooking: (() => void) | undefined
  let restoring: Promise<void> | undefined
  /** Rises with each end: tells nobody being here apart from nobody being here any more. */
  let ends = 0
  const keeping = createKeepingService({ vault, offlineCopy, serverUrl, readCurrent: () => current })
  const choice = createPasswordChoiceService({
    readSession: () => callWithToken('readSession', {}),
    sendChoice: (currentPassword, newPassword) =>
      callWithToken('choosePassword', { body: { currentPassword, newPassword } }),
    isStillOpen: (asked) => current === asked,
  })

  const view = (): SessionView => viewOf(current, endedBecause)

  const letSecretsGo = (): void => {
    choice.forget()
    stopLooking?.()
    onSecretsMustGo()
  }

  /** Nobody is logged in from now on; resolves when nothing of the session is left on this machine either. */
  async function end(because?: SessionView['endedBecause']): Promise<void> {
    current = undefined
    ends += 1
    endedBecause = because
    letSecretsGo()
    dependencies.onEnded()
    await keeping.forget()
  }

  async function endByItself(because: SessionView['endedBecause']): Promise<void> {
    const ended = end(because)
    onChanged(view())
    await ended
  }

  function lock({ token, session }: LoggedIn, reason?: LockReason): void {
    current = { token, session, locked: true }
    if (reason !== undefined && reason !== 'expired') current = { ...current, lockedBecause: reason }
    endedBecause = reason === 'expired' ? 'session_expired' : undefined
    offlineCopy.close()
    letSecretsGo()
    onChanged(view())
    dependencies.onLocked()
  }

  const requireSession = (): LoggedIn => {
    if (!current) throw new AppError('not_logged_in')
    return current
  }

  /** Makes a call as the person logged in. A session that ran out locks the desk; one that was ended is forgotten (P13, P17). */
  async function callWithToken<O extends Operation>(
    operation: O,
    input: RouteInput<Routes[O]>,
    options?: CallOptions,
  ): Promise<RouteOutput<Routes[O]>> {
    const { token } = requireSession()
    try {
      return await api.call(operation, input, token, options)
    } catch (error) {
      if (current?.token === token) {
        if (codeOf(error) === 'session_ended') await endByItself('session_ended')
        else if (codeOf(error) === 'session_expired' && !current.locked) lock(current, 'expired')
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
    const [before, endsBefore] = [current, ends]
    const body = { loginId, password, client: 'saihakko-desk' }
    const { token, session } = await api.call('logIn', { body }, replacedToken)
    const isOvertaken = current !== before || ends !== endsBefore
    const isAnother = before !== undefined && before.session.user.userId !== session.user.userId
    const isSomebodyElse = before?.locked === true && isAnother
    if (isOvertaken || isSomebodyElse) endQuietly(token)
    if (isOvertaken) return
    if (isSomebodyElse) throw new AppError('wrong_user')
    if (before) {
      if (before.token !== replacedToken) endQuietly(before.token)
      letSecretsGo()
      if (isAnother) dependencies.onEnded()
    }
    endedBecause = undefined
    current = { token, session, locked: false, ...(session.mustChangePassword ? { loginPassword: password } : {}) }
    keeping.keepSession()
    keeping.openCopy(password, isAnother)
  }

  /** Ends a session on the server without waiting: out of reach it runs out by itself. */
  const endQuietly = (token: string): void => void api.call('logOut', {}, token).catch(() => undefined)

  const requireOpenSession = (): LoggedIn => {
    const held = requireSession()
    if (held.locked) throw new AppError('locked')
    return held
  }

  const requireOnline = (): LoggedIn => {
    const held = requireOpenSession()
    if (held.isOffline) throw new AppError('server_unreachable')
    return held
  }

  /** Lets the copy kept for review judge the password; false when there is none. Whoever locked or left meanwhile stays so. */
  async function openOffline(asked: LoggedIn, password: string): Promise<boolean> {
    try {
      await keeping.unlockCopy(asked.session, password)
    } catch (error) {
      if (codeOf(error) === 'offline_copy_missing') return false
      throw error
    }
    if (current === asked) {
      endedBecause = undefined
      current = { token: asked.token, session: asked.session, locked: false, isOffline: true }
      lookForServerLater()
    } else keeping.closeUnlessOpen()
    return true
  }

  /** Asks the server for a fresh session in the place of the locked one; out of its reach the copy is asked. */
  async function openAnew(asked: LoggedIn, password: string): Promise<void> {
    try {
      await open(asked.session.user.loginId, password, asked.token)
    } catch (error) {
      if (codeOf(error) === 'account_disabled' && current === asked) await endByItself('account_disabled')
      if (isOutOfReach(error) && (await openOffline(asked, password))) return
      throw codeOf(error) === 'server_unreachable' ? new AppError('offline_copy_missing') : error
    }
  }

  function lookForServerLater(): void {
    stopLooking?.()
    stopLooking = timer.after(lookForServerMs, () => void goOnline())
  }

  /** Asks the server whether the session of a desk unlocked offline still lives: then the desk simply goes on with it. */
  async function goOnline(): Promise<void> {
    const asked = current
    if (!asked?.isOffline) return
    lookForServerLater()
    if (connection.read().state === 'unreachable') return
    try {
      const session = await callWithToken('readSession', {}, { isBackground: true })
      if (current !== asked) return
      stopLooking?.()
      current = { token: asked.token, session, locked: false }
      keeping.keepSession()
      onChanged(view())
    } catch {
      // Ended or run out: seen to. Anything else: asked again.
    }
  }

  return {
    read: view,

    /** At the start: somebody who was logged in when the app ended is found again, behind the lock. Asks no server. */
    restore(): Promise<void> {
      restoring ??= keeping.load().then((kept) => {
        if (kept && ends === 0) current ??= { ...kept, locked: true, lockedBecause: 'restart' }
      })
      return restoring
    },

    async logIn(loginId: string, password: string): Promise<SessionView> {
      await open(loginId, password)
      return view()
    },

    async logOut(): Promise<SessionView> {
      if (current) endQuietly(current.token)
      await end()
      return view()
    },

    /** Without `typedCurrent` the temporary password that was just used to log in is replaced. */
    async choosePassword(newPassword: string, typedCurrent?: string): Promise<SessionView> {
      const asked = requireOnline()
      await choice.choose(asked, newPassword, typedCurrent)
      const session = await callWithToken('readSession', {})
      // What happened to it meanwhile, a lock or a log-out, stays as it is.
      if (current?.token === asked.token) current = { token: asked.token, locked: current.locked, session }
      if (current?.token === asked.token && !current.locked) {
        keeping.keepSession()
        keeping.openCopy(newPassword, false)
      }
      return view()
    },

    lock(reason?: LockReason): SessionView {
      lock(requireSession(), reason)
      return view()
    },

    /** The person has gone: whoever is just being let in, by the server or by the copy, is not. Changes nothing else. */
    letNobodyIn(): void {
      ends += 1
      if (current?.locked) current = { ...current }
    },

    /** The server judges the password; out of its reach the copy does, and nothing but that copy can be read then. */
    async unlock(password: string): Promise<SessionView> {
      const asked = requireSession()
      if (connection.read().state !== 'unreachable') await openAnew(asked, password)
      // Nothing to judge by on this machine: the server is tried, however it seemed.
      else if (!(await openOffline(asked, password))) await openAnew(asked, password)
      return view()
    },

    /** The password once more, as the server asks before a reissue (P14). The same person at the same screen: secrets stay. */
    async reauthenticate(password: string): Promise<SessionView> {
      const asked = requireOnline()
      const { loginId, userId } = asked.session.user
      const body = { loginId, password, client: 'saihakko-desk' }
      const { token, session } = await api.call('logIn', { body }, asked.token)
      const isSamePerson = session.user.userId === userId
      // Locked or left meanwhile: that stays as it is.
      if (current !== asked || !isSamePerson) endQuietly(token)
      else {
        current = { ...asked, token, session }
        keeping.keepSession()
      }
      return view()
    },

    /** A call on behalf of the person at the desk; refused while it is locked, or was unlocked without the server. */
    async call<O extends Operation>(
      operation: O,
      input: RouteInput<Routes[O]>,
      options?: CallOptions,
    ): Promise<RouteOutput<Routes[O]>> {
      requireOnline()
      return await callWithToken(operation, input, options)
    },

    /** Fails with `not_logged_in` or `locked` unless somebody is at the desk. */
    requireOpen(): void {
      requireOpenSession()
    },

    /** The server has been seen again. */
    onReconnected: (): void => void goOnline(),

    /** Resolves when everything that has to be on the disk is. */
    async close(): Promise<void> {
      stopLooking?.()
      await keeping.settle()
    },
  }
}
