/** Encryption with a key that this program never sees, such as the one in the system’s keychain (E35). */
export interface SecretBoxPort {
  /** Rejects while the keychain cannot be used. */
  seal(plain: Uint8Array): Promise<Uint8Array>
  /** Rejects for what another keychain sealed, for damaged bytes, and while the keychain cannot be used. */
  open(sealed: Uint8Array): Promise<Uint8Array>
}
