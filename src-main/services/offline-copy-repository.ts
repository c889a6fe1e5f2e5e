import type { OfflineStorePort } from '../ports/offline-store-port.ts'
import type { SecretBoxPort } from '../ports/secret-box-port.ts'
import { openSealed, sealBytes } from './copy-encryption.ts'
import type { Chunks } from './history-chunks.ts'
import {
  copyGuardSchema,
  copyHeaderSchema,
  copyManifestSchema,
  olderHeaderSchema,
  storedChunkSchema,
  type CopyGuard,
  type CopyHeader,
} from './offline-copy-schema.ts'

/** A copy as it lies in the store: still without its password. */
export interface StoredCopy {
  readonly header: CopyHeader
  readonly guard: CopyGuard
}

export interface CopyContent {
  readonly dataKey: Uint8Array
  readonly chunks: Chunks
  /** The chunks that are not in the store yet. */
  readonly newNames: readonly string[]
}

/** Where copies lie on this machine, and what guards them there. */
export interface OfflinePlace {
  readonly kept: 'disk' | 'memory'
  readonly store: OfflineStorePort
  readonly secretBox: SecretBoxPort
}

export type OfflineCopyRepository = ReturnType<typeof createOfflineCopyRepository>

/** Reads and writes the encrypted copy. Nothing that it finds in the store is believed before it has been authenticated. */
export function createOfflineCopyRepository(openPlace: () => Promise<OfflinePlace>) {
  const sealGuard = async (guard: CopyGuard): Promise<string> =>
    toBase64(await (await openPlace()).secretBox.seal(Buffer.from(JSON.stringify(guard))))

  return {
    /** Nothing when there is none, or none that can be used now. What is damaged is set aside; what is of old is erased. */
    async read(): Promise<StoredCopy | undefined> {
      const { store, secretBox } = await openPlace()
      const bytes = await store.readHeader()
      if (bytes === undefined) return undefined
      const found = parseJson(bytes)
      const header = copyHeaderSchema.safeParse(found).data
      if (header === undefined) {
        await (olderHeaderSchema.safeParse(found).success ? store.wipe() : store.setAside())
        return undefined
      }
      // A keychain that does not answer for now may do so later, so nothing is set aside for that.
      const opened = await secretBox.open(Buffer.from(header.guard, 'base64')).catch(() => undefined)
      const guard = opened && copyGuardSchema.safeParse(parseJson(opened)).data
      return guard?.copyName === header.copyName ? { header, guard } : undefined
    },

    /** Writes the guard alone. Rejects when it could not be written. */
    async saveGuard({ header }: StoredCopy, guard: CopyGuard): Promise<StoredCopy> {
      const next = { ...header, guard: await sealGuard(guard) }
      const { store } = await openPlace()
      await store.commit({ header: Buffer.from(JSON.stringify(next)), newChunks: new Map() })
      return { header: next, guard }
    },

    /** The entries, or nothing when a part is missing, foreign or damaged: then all of it is set aside. */
    async readChunks({ header }: StoredCopy, dataKey: Uint8Array): Promise<Chunks | undefined> {
      const { copyName } = header
      const { store } = await openPlace()
      const manifest = openJson(dataKey, Buffer.from(header.manifest, 'base64'), `${copyName} manifest`)
      const names = copyManifestSchema.safeParse(manifest).data
      const chunks = await Promise.all(
        (names ?? []).map(async (name) => {
          const sealed = await store.readChunk(name)
          const entries = sealed && storedChunkSchema.safeParse(openJson(dataKey, sealed, `${copyName} ${name}`)).data
          return entries && ([name, entries] as const)
        }),
      )
      const whole = chunks.filter((chunk) => chunk !== undefined)
      if (names !== undefined && whole.length === names.length) return new Map(whole)
      await store.setAside()
      return undefined
    },

    /** Writes the guard, the manifest and the new chunks, as one change. Rejects when it could not be written. */
    async save(guard: CopyGuard, { dataKey, chunks, newNames }: CopyContent): Promise<StoredCopy> {
      const { copyName } = guard
      // Before anything is waited for: a lock overwrites the key.
      const manifest = toBase64(sealJson(dataKey, [...chunks.keys()], `${copyName} manifest`))
      const newChunks = new Map(
        newNames.map((name) => [name, sealJson(dataKey, chunks.get(name) ?? [], `${copyName} ${name}`)]),
      )
      const header: CopyHeader = { version: 2, copyName, guard: await sealGuard(guard), manifest }
      const { store } = await openPlace()
      await store.commit({ header: Buffer.from(JSON.stringify(header)), newChunks, allChunks: new Set(chunks.keys()) })
      return { header, guard }
    },

    wipe: async (): Promise<void> => (await openPlace()).store.wipe(),
  }
}

const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

const sealJson = (key: Uint8Array, value: unknown, context: string): Uint8Array =>
  sealBytes(key, Buffer.from(JSON.stringify(value)), context)

function openJson(key: Uint8Array, sealed: Uint8Array, context: string): unknown {
  const plain = openSealed(key, sealed, context)
  return plain && parseJson(plain)
}

const utf8 = new TextDecoder()

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(bytes))
  } catch {
    return undefined
  }
}
