import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import type { CopyOwner } from '../ports/offline-copy-port.ts'
import type { DerivationCost, KeyDerivationPort } from '../ports/key-derivation-port.ts'

const [keyBytes, saltBytes, nonceBytes, tagBytes] = [32, 16, 12, 16]

/**
 * Measured to about 50 ms on two slow cores; OWASP’s least for argon2id is 19 MiB and two passes. Stored with each copy, so
 * that it can be raised without losing one.
 */
export const derivationCost: DerivationCost = { memoryKiB: 64 * 1024, passes: 2 }

/** Whether a key was made when a guess cost less than it does now. */
export const isCheap = ({ memoryKiB, passes }: DerivationCost): boolean =>
  memoryKiB < derivationCost.memoryKiB || passes < derivationCost.passes

/** The data key as it is stored: encrypted under a key that only the password makes. */
export interface WrappedKey extends DerivationCost {
  readonly salt: string
  readonly sealed: string
}

/** Names version, account and server without telling them; everything encrypted is bound to it. */
export const nameCopy = ({ userId, serverUrl }: CopyOwner): string =>
  createHash('sha256')
    .update(JSON.stringify(['saihakko-history', 1, userId, serverUrl]))
    .digest('base64url')

export const newDataKey = (): Uint8Array => randomBytes(keyBytes)

/** AES-256-GCM (NIST SP 800-38D) under a fresh random nonce: nonce, ciphertext, tag. `context` is authenticated with it. */
export function sealBytes(key: Uint8Array, plain: Uint8Array, context: string): Uint8Array {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(context))
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** Nothing for anything but what `sealBytes` made with the same key and context. */
export function openSealed(key: Uint8Array, sealed: Uint8Array, context: string): Uint8Array | undefined {
  if (sealed.length < nonceBytes + tagBytes) return undefined
  const tagAt = sealed.length - tagBytes
  const options = { authTagLength: tagBytes }
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes), options)
  decipher.setAAD(Buffer.from(context)).setAuthTag(sealed.subarray(tagAt))
  try {
    const plain = decipher.update(sealed.subarray(nonceBytes, tagAt))
    // Judges the tag and adds nothing: this cipher pads nothing.
    decipher.final()
    return plain
  } catch {
    return undefined
  }
}

/** Encrypts the data key for `password`, for the copy of that name. */
export async function wrapKey(
  { deriveKey }: KeyDerivationPort,
  dataKey: Uint8Array,
  password: string,
  copyName: string,
): Promise<WrappedKey> {
  const salt = randomBytes(saltBytes)
  const wrappingKey = await deriveKey(password, salt, derivationCost)
  const sealed = Buffer.from(sealBytes(wrappingKey, dataKey, `${copyName} key`))
  return { ...derivationCost, salt: salt.toString('base64'), sealed: sealed.toString('base64') }
}

/** The data key, or nothing for a wrong password. */
export async function unwrapKey(
  { deriveKey }: KeyDerivationPort,
  { salt, sealed, memoryKiB, passes }: WrappedKey,
  password: string,
  copyName: string,
): Promise<Uint8Array | undefined> {
  const wrappingKey = await deriveKey(password, Buffer.from(salt, 'base64'), { memoryKiB, passes })
  return openSealed(wrappingKey, Buffer.from(sealed, 'base64'), `${copyName} key`)
}
