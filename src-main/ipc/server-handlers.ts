import { ipcContract } from '../../src-shared/ipc/contract.ts'
import type { ConnectionService } from '../services/connection-service.ts'
import type { ServerChoiceService } from '../services/server-choice-service.ts'
import { bindChannel, type BoundArea } from './bind-channel.ts'

export function createServerHandlers(
  choice: Pick<ServerChoiceService, 'read' | 'check' | 'connect' | 'tryHere'>,
  connection: Pick<ConnectionService, 'read'>,
): BoundArea<'server'> {
  const contract = ipcContract.server
  return {
    read: bindChannel(contract.read, () => choice.read()),
    readConnection: bindChannel(contract.readConnection, () => connection.read()),
    check: bindChannel(contract.check, ({ url }) => choice.check(url)),
    connect: bindChannel(contract.connect, ({ url, trustedFingerprint }) => choice.connect(url, trustedFingerprint)),
    tryHere: bindChannel(contract.tryHere, () => choice.tryHere()),
  }
}
