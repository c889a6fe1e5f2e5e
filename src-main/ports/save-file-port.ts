/** A file that the person chooses the place of. */
export interface SaveFilePort {
  /** Asks where to, and writes `text` as it is. False when nothing was chosen; rejects when it could not be written. */
  save(fileName: string, text: string): Promise<boolean>
}

export interface SuggestedFile {
  readonly fileName: string
  /** What the dialog calls files of this kind, and how their names end, without the dot. */
  readonly type: { readonly name: string; readonly extension: string }
}

/** A file that is written piece by piece beside the place chosen for it, for its owner alone. */
export interface GrowingFile {
  append(text: string): Promise<void>
  /** Waits until the disk has it, then puts it in its place in one step, over whatever stood there. */
  finish(): Promise<void>
  /** Removes what was written; its place is as it was. Never rejects; after `finish` it does nothing. */
  discard(): Promise<void>
}

/** A long file whose place holds the old one or the whole new one, whatever happens meanwhile. Rejects when the disk does not. */
export interface GrowingFilePort {
  /** Asks where to. Nothing when no place was chosen. */
  choosePlace(suggested: SuggestedFile): Promise<string | undefined>
  /** `path` is absolute. */
  begin(path: string): Promise<GrowingFile>
}
