import { hkdfSync, randomBytes, randomUUID } from 'node:crypto'
import { link, mkdir, readFile, stat, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../src-shared/errors/catalogue.ts'

/** What a derived key is for. One key never serves two purposes. */
export type KeyPurpose = 'suggestion-token' | 'list-cursor' | 'request-fingerprint' | 'throttle'

export interface ServerKeys {
  /** The 32-byte key for `purpose`, always the same for one root key. */
  deriveKey(purpose: KeyPurpose): Buffer
}

export const rootKeyBytes = 32
export const keyFileName = 'server.key'

/**
 * Reads the server's root key from its file in `dataDir`, which is made at the first start (mode 0600, directory 0700).
 * It is never in the database, so that a copy of that alone proves and reveals nothing. Processes behind one load
 * balancer share the file. Throws AppError `data_directory_unusable` when others may read it or it is not a key.
 */
export async function loadServerKeys(dataDir: string): Promise<ServerKeys> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const path = join(dataDir, keyFileName)
  await createKeyFileOnce(path, join(dataDir, `${keyFileName}.${randomUUID()}`))
  const root = await readFile(path)
  if (root.length !== rootKeyBytes) throw new AppError('data_directory_unusable', { detail: `${path} is not a key` })
  const { mode } = await stat(path)
  // Windows keeps access lists instead of modes.
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new AppError('data_directory_unusable', { detail: `${path} may be read by other users; set its mode to 600` })
  }
  return deriveFrom(root)
}

/** Keys that die with the process, for tests. */
export const createEphemeralServerKeys = (): ServerKeys => deriveFrom(randomBytes(rootKeyBytes))

/** A link appears whole or not at all and never replaces a file, so two first starts agree on one key. */
async function createKeyFileOnce(path: string, draft: string): Promise<void> {
  if (await exists(path)) return
  await writeFile(draft, randomBytes(rootKeyBytes), { mode: 0o600, flag: 'wx' })
  try {
    await link(draft, path)
  } catch (cause) {
    if (!(await exists(path))) throw new AppError('data_directory_unusable', { detail: path }, { cause })
  } finally {
    await unlink(draft)
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

function deriveFrom(root: Buffer): ServerKeys {
  return {
    deriveKey: (purpose) => Buffer.from(hkdfSync('sha256', root, '', `saihakko-desk/${purpose}/v1`, rootKeyBytes)),
  }
}
