import pg from 'pg'

export interface Statement {
  readonly text: string
  readonly values: readonly unknown[]
  /** Under which the connection keeps it prepared. */
  readonly name?: string
}

type Told = (message: unknown, connection: unknown) => void

/** What the driver’s own query is told of its answer; declared here, since its types leave it out. */
interface DriverQuery {
  readonly name: string | undefined
  readonly text: string
  readonly submit: (connection: object) => unknown
  readonly handleRowDescription: Told
  readonly handleDataRow: Told
  readonly handleCommandComplete: Told
  readonly handleError: Told
  readonly handleReadyForQuery: (connection: unknown) => void
}

const isDriverQuery = (query: unknown): query is DriverQuery =>
  query instanceof pg.Query &&
  ['submit', 'handleRowDescription', 'handleDataRow', 'handleCommandComplete', 'handleError'].every(
    (name) => typeof Reflect.get(query, name) === 'function',
  )

/**
 * Sends statements in one go, and gives the result of the one at `wanted`. PostgreSQL goes through them as one: after the
 * first that fails it skips the others, and undoes what was done before it unless a `begin` among them has kept it for the
 * caller to undo. `send` is the `query` of the connection.
 */
export function sendTogether(
  client: pg.Client,
  send: (query: object) => unknown,
  statements: readonly Statement[],
  wanted: number,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const state = { current: 0, hasFailed: false }
    const fail = (error: unknown): void => {
      state.hasFailed = true
      reject(error)
    }
    const parts = statements.map((statement, index) =>
      createQuery(client, statement, (error, result) => {
        if (error) fail(error)
        else if (index === wanted) resolve(result)
      }),
    )
    const current = (): DriverQuery => parts[state.current] ?? lastOf(parts)
    send({
      // The driver looks for it, and would make a promise of its own.
      callback: (error: unknown) => (error ? fail(error) : undefined),
      // Whose text the driver notes as prepared.
      get name() {
        return current().name
      },
      get text() {
        return current().text
      },
      submit: (connection: pg.Connection) => submitAll(parts, connection, state),
      handleRowDescription: (message: unknown, connection: unknown) =>
        current().handleRowDescription(message, connection),
      handleDataRow: (message: unknown, connection: unknown) => current().handleDataRow(message, connection),
      handleCommandComplete(message: unknown, connection: unknown) {
        current().handleCommandComplete(message, connection)
        state.current += 1
      },
      handleError(error: unknown, connection: unknown) {
        // What was skipped was not prepared either.
        for (const part of parts.slice(state.current)) forgetPreparing(connection, part.name)
        current().handleError(error, connection)
      },
      handleReadyForQuery(connection: unknown) {
        for (const part of parts) part.handleReadyForQuery(connection)
      },
    })
  })
}

function createQuery(
  client: pg.Client,
  statement: Statement,
  callback: (error: unknown, result: unknown) => void,
): DriverQuery {
  // Without values, too, as a part of the whole: as a plain text it would be one of its own.
  const query: unknown = Reflect.construct(pg.Query, [{ ...statement, queryMode: 'extended', types: client, callback }])
  if (!isDriverQuery(query)) throw new TypeError('the driver has changed')
  return query
}

/** Only the last part ends in a synchronisation, which is what makes them one. */
function submitAll(parts: readonly DriverQuery[], connection: pg.Connection, state: { hasFailed: boolean }): null {
  const unsynchronised: object = Object.create(connection, { sync: { value: () => {} } })
  connection.stream.cork()
  try {
    for (const part of parts) {
      const isLast = part === lastOf(parts)
      const error = part.submit(isLast ? connection : unsynchronised)
      if (error) part.handleError(error, connection)
      if (!state.hasFailed) continue
      // What could not even be sent: nothing may come after it. With values that it cannot write the driver ends by itself.
      if (error || !isLast) connection.sync()
      break
    }
  } finally {
    connection.stream.uncork()
  }
  return null
}

/** The driver holds a statement for prepared from the moment when it is sent. */
function forgetPreparing(connection: unknown, name: string | undefined): void {
  const submitted: unknown = Reflect.get(Object(connection), 'submittedNamedStatements')
  if (name !== undefined) Reflect.deleteProperty(Object(submitted), name)
}

function lastOf(parts: readonly DriverQuery[]): DriverQuery {
  const last = parts.at(-1)
  if (!last) throw new TypeError('nothing to send')
  return last
}
