import type { ReleasedFile } from '../../src-shared/domain/update-statement.ts'

/** What the feed says there is. Well-formed, and not yet trusted. */
export interface UpdateOffer {
  readonly version: string
  readonly files: readonly ReleasedFile[]
  /** Ed25519 over the statement of version and files, in base64; one that fits a known key is enough. */
  readonly signatures: readonly string[]
  /** False when it is not newer, or not for this machine, by the feed’s own account. */
  readonly isForThisMachine: boolean
}

export type FeedAnswer =
  | { readonly kind: 'offer'; readonly offer: UpdateOffer }
  | { readonly kind: 'malformed' }
  /** This installation is updated by other means: a package manager, the organisation’s software distribution. */
  | { readonly kind: 'inactive' }

export type DownloadOutcome =
  | { readonly kind: 'downloaded'; readonly sha512: string }
  /** What came is not what was offered, or the system does not accept who signed it. */
  | { readonly kind: 'refused'; readonly detail: string }

/** Where updates come from, and how they are installed. Promises reject when the feed cannot be reached. */
export interface UpdateFeedPort {
  readOffer(): Promise<FeedAnswer>
  /** Fetches what `readOffer` offered last; `sha512` is that of the file as it now lies on this machine. */
  download(): Promise<DownloadOutcome>
  /** The hash of what was downloaded, as it lies here now; undefined when it is gone. */
  hashDownloaded(): Promise<string | undefined>
  /** Ends the app and starts the installer with what was downloaded last. */
  install(): void
}
