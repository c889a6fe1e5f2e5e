import pg from 'pg'

/** A statement that is kept prepared under its name; the values come with each run. */
export interface BareStatement {
  readonly name: string
  readonly text: string
}

/** One connection with nothing of ours around it, for the floors. */
export interface BareDriver {
  run(statement: BareStatement, values: readonly unknown[]): Promise<void>
  /** Without a name: planned with its values, as a search has to be. */
  search(text: string, values: readonly unknown[]): Promise<void>
  close(): Promise<void>
}

/** With the settings that the server gives to its connections. */
export async function connectBare(url: string): Promise<BareDriver> {
  const client = new pg.Client({
    connectionString: url,
    options: '-c jit=off -c max_parallel_workers_per_gather=0',
  })
  // Ended along with its database.
  client.on('error', () => {})
  await client.connect()
  return {
    run: async (statement, values) => void (await client.query({ ...statement, values: [...values] })),
    search: async (text, values) => void (await client.query(text, [...values])),
    close: () => client.end(),
  }
}
