import { ipcContract } from '../../src-shared/ipc/contract.ts'
import type { SessionService } from '../services/session-service.ts'
import { bindChannel, type BoundArea } from './bind-channel.ts'

/** `onAnswered` is called after every channel, done or refused: the session may be another then. */
export function createSessionHandlers(
  session: SessionService,
  onAnswered: () => void = () => undefined,
): BoundArea<'session'> {
  const contract = ipcContract.session
  const bind: typeof bindChannel = (channel, run) => {
    const bound = bindChannel(channel, run)
    return (input) => bound(input).finally(onAnswered)
  }
  return {
    // The first page asks before a session of the last start may have been found.
    read: bind(contract.read, async () => {
      await session.restore()
      return session.read()
    }),
    logIn: bind(contract.logIn, ({ loginId, password }) => session.logIn(loginId, password)),
    logOut: bind(contract.logOut, () => session.logOut()),
    choosePassword: bind(contract.choosePassword, ({ newPassword, currentPassword }) =>
      session.choosePassword(newPassword, currentPassword),
    ),
    lock: bind(contract.lock, () => session.lock()),
    unlock: bind(contract.unlock, ({ password }) => session.unlock(password)),
    reauthenticate: bind(contract.reauthenticate, ({ password }) => session.reauthenticate(password)),
  }
}
