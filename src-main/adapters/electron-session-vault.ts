import { z } from 'zod'
import { sessionSchema } from '../../src-shared/api/sessions.ts'
import type { LogPort } from '../ports/log-port.ts'
import type { KeptSession, SessionVaultPort } from '../ports/session-vault-port.ts'
import { readSecretStorage, type SafeStorageApi, type SecretStorage } from './electron-secret-storage.ts'
import type { SessionFile } from './session-file.ts'

const fileSchema = z.strictObject({
  version: z.literal(1),
  /** The keychain that encrypted it. */
  backend: z.string().max(40),
  blob: z.base64().min(1).max(65_536),
})
const keptSchema = z.strictObject({ serverUrl: z.string(), token: z.string().min(1), session: sessionSchema })

export interface SessionVaultOptions {
  readonly safeStorage: SafeStorageApi
  readonly file: SessionFile
  readonly platform: string
  readonly log: LogPort
}

/** The session’s token in a file that the system’s keychain encrypts. Nothing of the file gets into the log (E37). */
export function createElectronSessionVault({
  safeStorage,
  file,
  platform,
  log,
}: SessionVaultOptions): SessionVaultPort {
  let keychain: SecretStorage | undefined
  /** Asked again until there is one: a keychain may be unlocked after the app has started. */
  async function readStorage(): Promise<SecretStorage> {
    if (keychain) return keychain
    const storage = await readSecretStorage(safeStorage, platform)
    if (storage.mode === 'keychain') keychain = storage
    return storage
  }
  /** Counts what was asked for: an encryption that ends after a later save or a log-out is not written. */
  let turn = 0

  function setAside(reason: string): undefined {
    log.warn('session file set aside', { reason })
    file.setAside()
  }

  async function write(kept: KeptSession, backend: string, ownTurn: number): Promise<void> {
    const encrypted = await safeStorage.encryptStringAsync(JSON.stringify(kept))
    if (turn === ownTurn) file.write({ version: 1, backend, blob: encrypted.toString('base64') })
  }

  async function read(backend: string): Promise<KeptSession | undefined> {
    const ownTurn = turn
    const found = readFile()
    if (found === undefined) return undefined
    if (found === 'damaged') return setAside('damaged')
    let text: string
    let isDue: boolean
    try {
      const decrypted = await safeStorage.decryptStringAsync(Buffer.from(found.blob, 'base64'))
      text = decrypted.result
      isDue = decrypted.shouldReEncrypt || found.backend !== backend
    } catch (error) {
      // Asked again at the next load: the file is as good as before.
      if (isTemporary(error)) return undefined
      return setAside('not decrypted')
    }
    const kept = parseKept(text)
    if (!kept) return setAside('foreign content')
    if (isDue) await write(kept, backend, ownTurn)
    return kept
  }

  function readFile(): z.infer<typeof fileSchema> | 'damaged' | undefined {
    try {
      const content = file.read()
      return content === undefined ? undefined : (fileSchema.safeParse(content).data ?? 'damaged')
    } catch {
      return 'damaged'
    }
  }

  return {
    storage: async () => (await readStorage()).mode,

    async load() {
      try {
        const { mode, backend } = await readStorage()
        // The keychain may be there again next time; the file is of no use to anybody without it.
        return mode === 'keychain' ? await read(backend) : undefined
      } catch (error) {
        log.warn('session not loaded', { reason: nameOf(error) })
        return undefined
      }
    },

    async save(kept) {
      turn += 1
      const ownTurn = turn
      try {
        const { mode, backend } = await readStorage()
        if (mode === 'keychain') await write(kept, backend, ownTurn)
        // What an earlier start has kept is not this session.
        else file.remove()
      } catch (error) {
        log.warn('session not kept', { reason: nameOf(error) })
      }
    },

    clear() {
      turn += 1
      try {
        file.remove()
      } catch (error) {
        log.warn('session file not removed', { reason: nameOf(error) })
      }
      return Promise.resolve()
    },
  }
}

/** Electron’s words while the keychain is locked or its key is being changed. */
const isTemporary = (error: unknown): boolean => error instanceof Error && /temporar/i.test(error.message)

/** A message may quote what it failed on. */
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error)

function parseKept(text: string): KeptSession | undefined {
  try {
    return keptSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
