import type { SafeStorage } from 'electron'
import { chooseStorageMode } from '../security/storage-mode.ts'

/** The part of Electron’s `safeStorage` that encrypts (E35). */
export type SafeStorageApi = Pick<
  SafeStorage,
  | 'isAsyncEncryptionAvailable'
  | 'isEncryptionAvailable'
  | 'getSelectedStorageBackend'
  | 'encryptStringAsync'
  | 'decryptStringAsync'
>

export interface SecretStorage {
  readonly mode: 'keychain' | 'memory'
  /** Which keychain it is, to be kept with what it encrypts. */
  readonly backend: string
}

/** Asks the system for its keychain; never throws. */
export async function readSecretStorage(safeStorage: SafeStorageApi, platform: string): Promise<SecretStorage> {
  try {
    const isAsyncAvailable = await safeStorage.isAsyncEncryptionAvailable()
    const isLinux = platform === 'linux'
    const backend = isLinux ? safeStorage.getSelectedStorageBackend() : undefined
    const isSyncAvailable = isLinux && isAsyncAvailable && safeStorage.isEncryptionAvailable()
    const mode = chooseStorageMode({ platform, isAsyncAvailable, isSyncAvailable, backend })
    return { mode, backend: backend ?? platform }
  } catch {
    return { mode: 'memory', backend: 'unknown' }
  }
}
