import type { OfflineStorePort } from '../ports/offline-store-port.ts'

/** For systems without a keychain: the copy ends with the program. What lies here is encrypted like a file. */
export function createMemoryOfflineStore(): OfflineStorePort {
  let header: Uint8Array | undefined
  let chunks = new Map<string, Uint8Array>()
  const forget = (): Promise<void> => {
    header = undefined
    chunks = new Map()
    return Promise.resolve()
  }
  return {
    readHeader: () => Promise.resolve(header),
    readChunk: (name) => Promise.resolve(chunks.get(name)),
    commit(change) {
      header = change.header
      chunks = new Map([...chunks, ...change.newChunks].filter(([name]) => change.allChunks?.has(name) ?? true))
      return Promise.resolve()
    },
    setAside: forget,
    wipe: forget,
  }
}

/** Stands where the keychain would: what is in memory only needs no second key that lies beside it. */
export const openSecretBox = {
  seal: (plain: Uint8Array) => Promise.resolve(plain),
  open: (sealed: Uint8Array) => Promise.resolve(sealed),
}
