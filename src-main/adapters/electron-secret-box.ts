import { safeStorage } from 'electron'
import type { SecretBoxPort } from '../ports/secret-box-port.ts'

/** The system’s keychain, by the asynchronous functions (E35). Whether it deserves the name is decided elsewhere (E36). */
export const electronSecretBox: SecretBoxPort = {
  seal: (plain) => safeStorage.encryptStringAsync(Buffer.from(plain).toString('base64')),
  // What asks to be encrypted once more is: every use of the copy writes its header anew.
  open: async (sealed) => Buffer.from((await safeStorage.decryptStringAsync(Buffer.from(sealed))).result, 'base64'),
}
