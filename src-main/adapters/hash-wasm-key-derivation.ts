import { argon2id } from 'hash-wasm'
import type { KeyDerivationPort } from '../ports/key-derivation-port.ts'

/** Argon2id (RFC 9106), as WebAssembly: Electron’s own cryptography has none. */
export const hashWasmKeyDerivation: KeyDerivationPort = {
  deriveKey: (password, salt, { memoryKiB, passes }) =>
    argon2id({
      password,
      salt,
      memorySize: memoryKiB,
      iterations: passes,
      parallelism: 1,
      hashLength: 32,
      outputType: 'binary',
    }),
}
