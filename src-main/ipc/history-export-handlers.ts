import { ipcContract } from '../../src-shared/ipc/contract.ts'
import type { HistoryExportService } from '../services/history-export-service.ts'
import type { SessionService } from '../services/session-service.ts'
import { bindChannel, type BoundArea } from './bind-channel.ts'

export const createHistoryExportHandlers = (
  session: Pick<SessionService, 'requireOpen'>,
  historyExport: Pick<HistoryExportService, 'start' | 'stop'>,
): BoundArea<'historyExport'> => ({
  start: bindChannel(ipcContract.historyExport.start, ({ language, ...conditions }) => {
    session.requireOpen()
    return historyExport.start({ language, conditions })
  }),
  cancel: bindChannel(ipcContract.historyExport.cancel, () => {
    historyExport.stop()
    return {}
  }),
})
