import { ipcContract } from '../../src-shared/ipc/contract.ts'
import type { ClipboardService } from '../services/clipboard-service.ts'
import type { ReissueService } from '../services/reissue-service.ts'
import type { SessionService } from '../services/session-service.ts'
import { bindChannel, type BoundArea } from './bind-channel.ts'

export const createPolicyHandlers = (session: SessionService): BoundArea<'policy'> => ({
  read: bindChannel(ipcContract.policy.read, () => session.call('readPolicy', {})),
})

export const createUsersHandlers = (session: SessionService): BoundArea<'users'> => ({
  search: bindChannel(ipcContract.users.search, (query) => session.call('searchUsers', { query })),
  read: bindChannel(ipcContract.users.read, (params) => session.call('readUser', { params })),
})

export const createReissuesHandlers = (session: SessionService, reissues: ReissueService): BoundArea<'reissues'> => ({
  suggest: bindChannel(ipcContract.reissues.suggest, ({ userId }) => reissues.suggest(userId)),
  issue: bindChannel(ipcContract.reissues.issue, (input) => reissues.issue(input)),
  discardSecret: bindChannel(ipcContract.reissues.discardSecret, ({ reissueId }) => {
    reissues.discardSecret(reissueId)
    return {}
  }),
  list: bindChannel(ipcContract.reissues.list, (query) => session.call('listReissues', { query })),
})

export const createClipboardHandlers = (
  session: SessionService,
  clipboard: ClipboardService,
): BoundArea<'clipboard'> => ({
  copyTemporaryPassword: bindChannel(ipcContract.clipboard.copyTemporaryPassword, ({ reissueId }) => {
    session.requireOpen()
    return clipboard.copy(reissueId)
  }),
})
