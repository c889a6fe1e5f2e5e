import { ipcContract } from '../../src-shared/ipc/contract.ts'
import type { UpdateService } from '../services/update-service.ts'
import { bindChannel, type BoundArea } from './bind-channel.ts'

export const createUpdatesHandlers = (updates: UpdateService): BoundArea<'updates'> => ({
  read: bindChannel(ipcContract.updates.read, () => updates.read()),
  check: bindChannel(ipcContract.updates.check, () => updates.check()),
  install: bindChannel(ipcContract.updates.install, () => updates.install()),
})
