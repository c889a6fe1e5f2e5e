/** What the main thread asks of the thread that runs PGlite. Answers carry the same `id`. */
export type PgliteRequest =
  | {
      readonly id: number
      readonly kind: 'query'
      readonly sql: string
      readonly parameters: readonly unknown[]
      /** Whether this statement may commit something that has to be on the disk before it is acknowledged. */
      readonly commits: boolean
    }
  | { readonly id: number; readonly kind: 'dump' }
  | { readonly id: number; readonly kind: 'close' }

export type PgliteAnswer =
  | { readonly id: number; readonly rows: readonly Readonly<Record<string, unknown>>[]; readonly affectedRows: number }
  | { readonly id: number; readonly dump: Uint8Array }
  | { readonly id: number; readonly closed: true }
  | { readonly id: number; readonly failure: PgliteFailure }

/** The first message of the thread: it is open, or why not. */
export type PgliteStart = { readonly started: true } | { readonly started: false; readonly failure: PgliteFailure }

/** The fields of a PostgreSQL error, under the names that `pg` gives them. */
export interface PgliteFailure {
  readonly message: string
  readonly code?: string
  readonly detail?: string
  readonly constraint?: string
  readonly table?: string
  readonly column?: string
}

export interface PgliteWorkerData {
  /** The folder of the database, or `memory`. */
  readonly folder: string
  /** A dump (tar) to start a new database from. */
  readonly dump?: Uint8Array
}
