import type { SafeStorageApi } from '../../src-main/adapters/electron-secret-storage.ts'

export interface FakeSafeStorage extends SafeStorageApi {
  /** What it does from now on. */
  readonly manners: {
    isAvailable: boolean
    backend: 'basic_text' | 'gnome_libsecret' | 'kwallet6'
    shouldReEncrypt: boolean
    /** Thrown by every decryption. */
    failure?: Error
  }
}

/** A keychain that hides a text by turning its bits over. */
export function createFakeSafeStorage(): FakeSafeStorage {
  const manners: FakeSafeStorage['manners'] = {
    isAvailable: true,
    backend: 'gnome_libsecret',
    shouldReEncrypt: false,
  }
  const turn = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0xff))
  return {
    manners,
    isAsyncEncryptionAvailable: () => Promise.resolve(manners.isAvailable),
    isEncryptionAvailable: () => manners.isAvailable,
    getSelectedStorageBackend: () => manners.backend,
    encryptStringAsync: (text) => Promise.resolve(turn(Buffer.from(`${manners.backend} ${text}`))),
    decryptStringAsync(encrypted) {
      if (manners.failure) return Promise.reject(manners.failure)
      const text = turn(encrypted).toString()
      return Promise.resolve({
        result: text.slice(text.indexOf(' ') + 1),
        shouldReEncrypt: manners.shouldReEncrypt,
      })
    },
  }
}
