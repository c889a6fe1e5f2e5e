import { ipcContract } from '../../src-shared/ipc/contract.ts'
import type { OfflineHistoryService } from '../services/offline-history-service.ts'
import { bindChannel, type BoundArea } from './bind-channel.ts'

export const createOfflineHistoryHandlers = (history: OfflineHistoryService): BoundArea<'offlineHistory'> => ({
  read: bindChannel(ipcContract.offlineHistory.read, () => history.read()),
})
