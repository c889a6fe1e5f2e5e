import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { app } from 'electron'
import { electronSecretBox } from '../adapters/electron-secret-box.ts'
import { createFileOfflineStore } from '../adapters/file-offline-store.ts'
import { createMemoryOfflineStore, openSecretBox } from '../adapters/memory-offline-store.ts'
import { nodeRsKeyDerivation } from '../adapters/node-rs-key-derivation.ts'
import { systemTimer } from '../adapters/system-timer.ts'
import type { SessionVaultPort } from '../ports/session-vault-port.ts'
import { createOfflineCopyRepository, type OfflinePlace } from '../services/offline-copy-repository.ts'
import { createOfflineCopyService } from '../services/offline-copy-service.ts'
import {
  createOfflineHistoryService,
  type OfflineHistoryDependencies,
  type OfflineHistoryService,
} from '../services/offline-history-service.ts'

export interface OfflineHistoryParts extends Omit<OfflineHistoryDependencies, 'copies' | 'storage' | 'timer'> {
  readonly vault: Pick<SessionVaultPort, 'storage'>
}

/** The history kept for review: on disk where there is a keychain, else in memory until the app ends. */
export function createOfflineHistory({ vault, ...parts }: OfflineHistoryParts): OfflineHistoryService {
  let place: Promise<OfflinePlace> | undefined
  const openPlace = (): Promise<OfflinePlace> => (place ??= choosePlace(vault))
  const copies = createOfflineCopyService({
    repository: createOfflineCopyRepository(openPlace),
    derivation: nodeRsKeyDerivation,
    now: createForwardClock(parts.serverNow),
    elapsedMs: () => performance.now(),
    newName: randomUUID,
  })
  const storage = async () => (await openPlace()).kept
  return createOfflineHistoryService({ ...parts, copies, storage, timer: systemTimer })
}

async function choosePlace(vault: Pick<SessionVaultPort, 'storage'>): Promise<OfflinePlace> {
  const files = createFileOfflineStore(join(app.getPath('userData'), 'offline'))
  if ((await vault.storage()) === 'keychain') return { kept: 'disk', store: files, secretBox: electronSecretBox }
  const memory = createMemoryOfflineStore()
  // What an earlier start with a keychain has left goes with the log-out as well.
  const wipe = async (): Promise<void> => void (await Promise.all([memory.wipe(), files.wipe()]))
  return { kept: 'memory', store: { ...memory, wipe }, secretBox: openSecretBox }
}

/** A clock that is set back does not keep a copy longer. */
function createForwardClock(readTime: () => Date): () => Date {
  const [startedAtMs, startedMs] = [readTime().getTime(), performance.now()]
  return () => new Date(Math.max(readTime().getTime(), startedAtMs + performance.now() - startedMs))
}
