import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { z } from 'zod'
import type { PgliteAnswer, PgliteFailure, PgliteRequest, PgliteStart } from './pglite-messages.ts'
import { createWalFlush } from './wal-flush.ts'

/*
 * The thread that runs PGlite: a query occupies its thread until it is done, so it must not be the one that serves HTTP.
 * One request at a time; the main thread's mutex keeps the order, the queue here only keeps them apart.
 */

const workerDataSchema = z.object({ folder: z.string(), dump: z.instanceof(Uint8Array).optional() })

const int8Type = 20

async function start(): Promise<void> {
  const port = parentPort
  if (!port) throw new Error('to be started as a worker thread')
  const send = (message: PgliteAnswer | PgliteStart): void => port.postMessage(message)
  try {
    const { folder, dump } = workerDataSchema.parse(workerData)
    const database = await openDatabase(folder, dump)
    const answer = createAnswering(database, folder)
    let queue = Promise.resolve()
    port.on('message', (request: PgliteRequest) => {
      queue = queue.then(async () => {
        send(await answer(request))
        if (request.kind === 'close') port.close()
      })
    })
    send({ started: true })
  } catch (error) {
    send({ started: false, failure: describeFailure(error) })
    port.close()
  }
}

async function openDatabase(folder: string, dump: Uint8Array | undefined): Promise<PGlite> {
  return await PGlite.create({
    dataDir: folder === 'memory' ? 'memory://' : folder,
    // Like the pool of `pg` here: a bigint that fits is a number.
    parsers: { [int8Type]: Number },
    ...(dump ? { loadDataDir: new Blob([new Uint8Array(dump)]) } : {}),
  })
}

function createAnswering(database: PGlite, folder: string): (request: PgliteRequest) => Promise<PgliteAnswer> {
  const wal = folder === 'memory' ? undefined : createWalFlush(folder)

  async function flush(): Promise<void> {
    if (!wal) return
    const { rows } = await database.query<{ position: string }>('select pg_current_wal_insert_lsn()::text as position')
    const [row] = rows
    if (row) wal.flushUpTo(row.position)
  }

  return async (request) => {
    const { id } = request
    try {
      if (request.kind === 'close') {
        await database.close()
        return { id, closed: true }
      }
      if (request.kind === 'dump') {
        const dump = await database.dumpDataDir('none')
        return { id, dump: new Uint8Array(await dump.arrayBuffer()) }
      }
      const result = await database.query<Record<string, unknown>>(request.sql, [...request.parameters])
      // Before the answer: what is acknowledged is on the disk.
      if (request.commits) await flush()
      return { id, rows: result.rows, affectedRows: result.affectedRows ?? 0 }
    } catch (error) {
      const failure = describeFailure(error)
      // R12: it would fail for ever now. The main thread sees this one end, and ends the process to be started again.
      if (failure.code === undefined && !(await isAlive(database))) process.exit(1)
      return { id, failure }
    }
  }
}

/** Whether the database still answers, be it with an error of its own: after a crash of its WebAssembly it does not. */
async function isAlive(database: PGlite): Promise<boolean> {
  try {
    await database.query('select 1')
    return true
  } catch (error) {
    return describeFailure(error).code !== undefined
  }
}

const failureSchema = z.object({
  code: z.string().optional().catch(undefined),
  detail: z.string().optional().catch(undefined),
  constraint: z.string().optional().catch(undefined),
  table: z.string().optional().catch(undefined),
  column: z.string().optional().catch(undefined),
})

/** Only named fields cross: PGlite's own errors drag its minified source, the query and its parameters along. */
function describeFailure(error: unknown): PgliteFailure {
  const message = (error instanceof Error ? error.message : String(error)).slice(0, 500)
  const fields = failureSchema.safeParse(error)
  const known = fields.success ? Object.entries(fields.data).filter(([, value]) => value !== undefined) : []
  return { message, ...Object.fromEntries(known) }
}

await start()
