/** A file that the person chooses the place of. */
export interface SaveFilePort {
  /** Asks where to, and writes `text` as it is. False when nothing was chosen; rejects when it could not be written. */
  save(fileName: string, text: string): Promise<boolean>
}
