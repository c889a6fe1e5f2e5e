/**
 * Electron's safeStorage: AES-256-GCM (NIST SP 800-38D) under a random key that the system's keychain keeps. Where no
 * keychain answers, encryption is not available; there is no plain-text way, so nothing looks encrypted that is not.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { SafeStorage } from 'electron'
import { fence, notSupported } from '../border.ts'
import { surface } from '../surface.ts'
import type { MembersOf } from '../surface.ts'
import type { Keychain } from './keychain.ts'

/** Begins every result and is authenticated with it; another one may stand for another cipher some day. */
const MAGIC = Buffer.from('host1')
const [NONCE_BYTES, TAG_BYTES] = [12, 16]

/** `host1`, nonce, tag, ciphertext. */
function encrypt(key: Buffer, text: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(MAGIC)
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([MAGIC, nonce, cipher.getAuthTag(), body])
}
/** Throws for anything that `encrypt` did not make with the same key. */
function decrypt(key: Buffer, encrypted: Buffer): string {
  const refused = new Error('Error while decrypting the ciphertext provided to safeStorage.') // Electron's words
  const [nonceAt, tagAt] = [MAGIC.length, MAGIC.length + NONCE_BYTES]
  const bodyAt = tagAt + TAG_BYTES
  if (encrypted.length < bodyAt || !encrypted.subarray(0, nonceAt).equals(MAGIC)) throw refused
  const nonce = encrypted.subarray(nonceAt, tagAt)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(MAGIC)
  decipher.setAuthTag(encrypted.subarray(tagAt, bodyAt))
  try {
    return Buffer.concat([decipher.update(encrypted.subarray(bodyAt)), decipher.final()]).toString('utf8')
  } catch {
    throw refused
  }
}
function required(key: Buffer | undefined): Buffer {
  if (key === undefined) throw new Error('Encryption is not available: no keychain answers.')
  return key
}

/** @param isReady as in Electron, nothing is encrypted before the app is ready */
export function createSafeStorage(keychain: Keychain, isReady: () => boolean): object {
  const readKey = async () => (isReady() ? keychain.readKey() : undefined)
  const readKeySync = () => (isReady() ? keychain.readKeySync() : undefined)
  const target = {
    isEncryptionAvailable: () => readKeySync() !== undefined,
    isAsyncEncryptionAvailable: async () => (await readKey()) !== undefined,
    encryptString: (text: string) => encrypt(required(readKeySync()), text),
    decryptString: (encrypted: Buffer) => decrypt(required(readKeySync()), encrypted),
    encryptStringAsync: async (text: string) => encrypt(required(await readKey()), text),
    // The key never changes, so nothing ever asks to be encrypted once more.
    decryptStringAsync: async (encrypted: Buffer) => ({
      result: decrypt(required(await readKey()), encrypted),
      shouldReEncrypt: false,
    }),
    getSelectedStorageBackend() {
      if (process.platform !== 'linux') throw notSupported('safeStorage.getSelectedStorageBackend outside Linux')
      if (!isReady()) return 'unknown' as const
      return readKeySync() === undefined ? ('basic_text' as const) : ('gnome_libsecret' as const)
    },
  } satisfies MembersOf<SafeStorage, 'safeStorage'>
  return fence('safeStorage', target, surface.safeStorage)
}
