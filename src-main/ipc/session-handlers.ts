import { ipcContract } from '../../src-shared/ipc/contract.ts'
import type { SessionService } from '../services/session-service.ts'
import { bindChannel, type BoundArea } from './bind-channel.ts'

export function createSessionHandlers(session: SessionService): BoundArea<'session'> {
  const contract = ipcContract.session
  return {
    // The first page asks before a session of the last start may have been found.
    read: bindChannel(contract.read, async () => {
      await session.restore()
      return session.read()
    }),
    logIn: bindChannel(contract.logIn, ({ loginId, password }) => session.logIn(loginId, password)),
    logOut: bindChannel(contract.logOut, () => session.logOut()),
    choosePassword: bindChannel(contract.choosePassword, ({ newPassword, currentPassword }) =>
      session.choosePassword(newPassword, currentPassword),
    ),
    lock: bindChannel(contract.lock, () => session.lock()),
    unlock: bindChannel(contract.unlock, ({ password }) => session.unlock(password)),
    reauthenticate: bindChannel(contract.reauthenticate, ({ password }) => session.reauthenticate(password)),
  }
}
