/**
 * A short program of its own that reads the app's key from the system's keychain, or makes one: `keychain-child.ts
 * SERVICE ACCOUNT`. A keychain may ask the person for a password and blocks until the answer; a process can be given up,
 * a thread inside the app cannot. Prints the key in base64; exit code 1 when there is no keychain.
 */
import { randomBytes } from 'node:crypto'
import { createRequire } from 'node:module'

type KeyringModule = typeof import('@napi-rs/keyring')
const KEY_BYTES = 32 // AES-256

function readOrMakeKey(service: string, account: string): string {
  const { Entry }: KeyringModule = createRequire(import.meta.url)('@napi-rs/keyring')
  // Never the kernel's keyring, which forgets at the next start of the machine.
  const entry = new Entry(service, account, { linux: { store: 'secret-service' } })
  const known = entry.getPassword()
  if (known !== null && Buffer.from(known, 'base64').length === KEY_BYTES) return known
  const key = randomBytes(KEY_BYTES).toString('base64')
  entry.setPassword(key)
  if (entry.getPassword() !== key) throw new Error('the keychain does not keep what it is given')
  return key
}

const [service, account] = process.argv.slice(2)
if (service === undefined || account === undefined) throw new Error('usage: keychain-child.ts SERVICE ACCOUNT')
try {
  process.stdout.write(readOrMakeKey(service, account))
} catch {
  process.exitCode = 1
}
