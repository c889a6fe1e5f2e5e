/** Whose history, from which server: a copy belongs to both and opens for nobody else. */
export interface CopyOwner {
  readonly userId: string
  readonly serverUrl: string
}

/** What the session asks of the history kept for review, as it begins, is locked and ends. */
export interface OfflineCopyPort {
  /** After the server has accepted `password`: opens the copy under it, or begins one. Never throws. */
  openWithServer(owner: CopyOwner, password: string): Promise<void>
  /**
   * Without the server: the copy opens for the right password alone. Fails with `invalid_credentials`, `too_many_attempts`
   * (with the wait), `offline_copy_missing` or `offline_copy_erased`.
   */
  unlock(owner: CopyOwner, password: string): Promise<void>
  /** The desk is locked: key and plaintext go, the encrypted copy stays. */
  close(): void
  /** The session was ended for good: nothing stays. */
  wipe(): Promise<void>
}
