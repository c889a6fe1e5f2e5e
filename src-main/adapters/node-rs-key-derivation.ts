import type { KeyDerivationPort } from '../ports/key-derivation-port.ts'

/**
 * Argon2id (RFC 9106) as native code, in a thread of its own: the window stays alive meanwhile. Electron’s own cryptography
 * has none, and WebAssembly takes five times as long. Loaded when it is first wanted; nothing at the start does.
 */
export const nodeRsKeyDerivation: KeyDerivationPort = {
  async deriveKey(password, salt, { memoryKiB, passes }) {
    const { hashRaw } = await import('@node-rs/argon2')
    return await hashRaw(password, { salt, memoryCost: memoryKiB, timeCost: passes, parallelism: 1, outputLen: 32 })
  },
}
