import type { DirectoryPort } from './directory-port.ts'

/** What the files that a directory’s configuration names hold. */
export interface DirectorySecrets {
  readonly bindPassword: string
  /** PEM; the system’s store without it. */
  readonly ca?: string
}

/** A directory with its connections, which are made when they are first needed. */
export interface OpenedDirectory {
  /** The subtree of one member; undefined for members that live elsewhere. */
  ofMember(memberId: string): DirectoryPort | undefined
  close(): Promise<void>
}
