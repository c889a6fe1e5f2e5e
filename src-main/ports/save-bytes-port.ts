/** A file of bytes that the person chooses the place of. */
export interface SaveBytesPort {
  /**
   * Asks where to, and puts a whole file there or none. False when nothing was chosen; rejects when it could not be
   * written, or was called off before a place was chosen, and then whatever stood there before stands there still.
   */
  save(fileName: string, bytes: Uint8Array, signal: AbortSignal): Promise<boolean>
}
