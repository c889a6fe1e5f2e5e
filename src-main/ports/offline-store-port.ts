/** One change of the stored copy. It is there as a whole or not at all, whenever the program or the machine stops. */
export interface StoreChange {
  readonly header: Uint8Array
  /** Chunks that were not there before, by their names; a chunk is never changed, only replaced by another one. */
  readonly newChunks: ReadonlyMap<string, Uint8Array>
  /** The names of all chunks that belong to the copy from now on; others are removed. Left out, all stay. */
  readonly allChunks?: ReadonlySet<string>
}

/** Where the encrypted copy of the history lies. It knows bytes only. */
export interface OfflineStorePort {
  /** Nothing when there is no copy. Rejects when it cannot be read for now. */
  readHeader(): Promise<Uint8Array | undefined>
  readChunk(name: string): Promise<Uint8Array | undefined>
  /** Rejects when the change could not be written: then the copy is what it was. */
  commit(change: StoreChange): Promise<void>
  /** Moves what cannot be understood out of the way; it goes with the next `wipe`. */
  setAside(): Promise<void>
  wipe(): Promise<void>
}
