import pg from 'pg'

export interface ConnectionWatch {
  /** Cuts every connection that is in use; what runs on it fails, and its transaction is undone. */
  cutHeld(): void
}

/**
 * Ends what would wait for ever (R5): a half-open connection, whose other side is gone without a word. PostgreSQL’s own
 * limits do not reach this side then, so a connection is cut when a request has held it for `heldMs`. Undefined: no limit,
 * for commands.
 */
export function watchConnections(pool: pg.Pool, heldMs: number | undefined): ConnectionWatch {
  const held = new Map<object, NodeJS.Timeout | undefined>()
  pool.on('acquire', (client) => {
    held.set(client, heldMs === undefined ? undefined : setTimeout(() => cut(client), heldMs))
  })
  pool.on('release', (_error, client) => {
    clearTimeout(held.get(client))
    held.delete(client)
  })
  return {
    cutHeld() {
      for (const client of held.keys()) cut(client)
    },
  }
}

/** With a statement under way, `end` does not wait for its answer. */
function cut(client: object): void {
  if (client instanceof pg.Client) client.end().catch(() => {})
}
