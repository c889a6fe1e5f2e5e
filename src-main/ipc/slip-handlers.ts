import { ipcContract } from '../../src-shared/ipc/contract.ts'
import type { SlipService } from '../services/slip-service.ts'
import { bindChannel, type BoundArea } from './bind-channel.ts'

export const createSlipHandlers = (slips: SlipService): BoundArea<'slip'> => ({
  print: bindChannel(ipcContract.slip.print, (order) => slips.print(order)),
  savePdf: bindChannel(ipcContract.slip.savePdf, (order) => slips.savePdf(order)),
})
