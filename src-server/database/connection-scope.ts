/** In whose name a connection works. */
export interface ConnectionScope {
  /** `none`: the login itself, which owns the tables; for migrations and commands only. */
  readonly role: 'none' | 'saihakko_server' | 'saihakko_member'
  /** Whose rows `saihakko_member` sees; empty for nobody’s. */
  readonly memberId: string
}

export const ownerScope: ConnectionScope = { role: 'none', memberId: '' }
export const serverScope: ConnectionScope = { role: 'saihakko_server', memberId: '' }
export const memberScope = (memberId: string): ConnectionScope => ({ role: 'saihakko_member', memberId })

/** Runs one statement on the connection that is being entered. */
export type RunStatement = (sql: string, parameters: readonly string[]) => Promise<unknown>

export interface ScopeMemory {
  /**
   * Makes a connection work in this scope, with one statement, or none where it does so already. When it rejects, nobody
   * knows in which scope the connection is: it must be thrown away, or entered anew before anything else.
   */
  enter(connection: object, scope: ConnectionScope, run: RunStatement): Promise<void>
  /** Nothing is known of this connection any more: it is entered anew before its next use. */
  forget(connection: object): void
  /** Whether another role of the service would have to enter this connection again to go on with it. */
  belongsToOther(connection: object, role: ConnectionScope['role']): boolean
}

/**
 * Remembers the scope of every connection. A new one has none, and is never handed out before it has one: what a connection
 * did before says nothing about what it may do next (P16). `settings` are set once, together with the first scope.
 */
export function createScopeMemory(settings: Readonly<Record<string, string>> = {}): ScopeMemory {
  const remembered = new WeakMap<object, ConnectionScope>()
  const opening = Object.entries(settings)
  return {
    async enter(connection, scope, run) {
      const known = remembered.get(connection)
      if (known && isSame(known, scope)) return
      // Until it has succeeded the connection is in neither scope.
      remembered.delete(connection)
      const values = [...(known ? [] : opening), ['saihakko.member_id', scope.memberId], ['role', scope.role]]
      const calls = values.map((_, index) => `set_config($${2 * index + 1}, $${2 * index + 2}, false)`)
      await run(`select ${calls.join(', ')}`, values.flat())
      remembered.set(connection, scope)
    },
    forget: (connection) => void remembered.delete(connection),
    belongsToOther(connection, role) {
      const known = remembered.get(connection)?.role ?? 'none'
      return known !== 'none' && known !== role
    },
  }
}

const isSame = (a: ConnectionScope, b: ConnectionScope): boolean => a.role === b.role && a.memberId === b.memberId
