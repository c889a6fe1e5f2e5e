import { AppError } from '../../src-shared/errors/catalogue.ts'
import { ipcContract } from '../../src-shared/ipc/contract.ts'
import type { ClipboardService } from '../services/clipboard-service.ts'
import type { HandoverService } from '../services/handover-service.ts'
import type { OfflineHistoryService } from '../services/offline-history-service.ts'
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

export function createVerificationsHandlers(session: SessionService): BoundArea<'verifications'> {
  const contract = ipcContract.verifications
  return {
    start: bindChannel(contract.start, (body) => session.call('startVerification', { body })),
    answer: bindChannel(contract.answer, ({ verificationId, ...body }) =>
      session.call('answerVerification', { params: { verificationId }, body }),
    ),
    conclude: bindChannel(contract.conclude, ({ verificationId, ...body }) =>
      session.call('concludeVerification', { params: { verificationId }, body }),
    ),
    // The page asks these two again and again by itself: it must not keep a session alive that nobody uses (P13).
    read: bindChannel(contract.read, (params) => session.call('readVerification', { params }, { isBackground: true })),
    list: bindChannel(contract.list, (query) => session.call('listVerifications', { query }, { isBackground: true })),
    decide: bindChannel(contract.decide, ({ verificationId, ...body }) =>
      session.call('decideVerification', { params: { verificationId }, body }),
    ),
  }
}

export const createReissuesHandlers = (
  session: SessionService,
  reissues: ReissueService,
  history: Pick<OfflineHistoryService, 'list' | 'noteReissue' | 'summarise'>,
  handovers: Pick<HandoverService, 'note' | 'noteReissue'>,
): BoundArea<'reissues'> => ({
  suggest: bindChannel(ipcContract.reissues.suggest, ({ userId }) => reissues.suggest(userId)),
  issue: bindChannel(ipcContract.reissues.issue, async (input) => {
    const receipt = await reissues.issue(input)
    handovers.noteReissue(receipt.reissueId)
    history.noteReissue()
    return receipt
  }),
  discardSecret: bindChannel(ipcContract.reissues.discardSecret, ({ reissueId }) => {
    reissues.discardSecret(reissueId)
    return {}
  }),
  list: bindChannel(ipcContract.reissues.list, (query) => {
    session.requireOpen()
    return history.list(query)
  }),
  summarise: bindChannel(ipcContract.reissues.summarise, (conditions) => {
    session.requireOpen()
    return history.summarise(conditions)
  }),
  recordHandover: bindChannel(ipcContract.reissues.recordHandover, ({ reissueId, kind }) => {
    session.requireOpen()
    if (!handovers.note(reissueId, kind)) throw new AppError('not_found')
    return {}
  }),
})

export const createClipboardHandlers = (
  session: SessionService,
  clipboard: ClipboardService,
  handovers: Pick<HandoverService, 'note'>,
): BoundArea<'clipboard'> => ({
  copyTemporaryPassword: bindChannel(ipcContract.clipboard.copyTemporaryPassword, async ({ reissueId }) => {
    session.requireOpen()
    const view = await clipboard.copy(reissueId)
    handovers.note(reissueId, 'copied')
    return view
  }),
})
