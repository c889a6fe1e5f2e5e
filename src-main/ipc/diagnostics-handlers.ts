import { ipcContract } from '../../src-shared/ipc/contract.ts'
import type { DiagnosticsService } from '../services/diagnostics-service.ts'
import { bindChannel, type BoundArea } from './bind-channel.ts'

export const createDiagnosticsHandlers = (diagnostics: DiagnosticsService): BoundArea<'diagnostics'> => ({
  read: bindChannel(ipcContract.diagnostics.read, () => diagnostics.read()),
  save: bindChannel(ipcContract.diagnostics.save, () => diagnostics.save()),
})
