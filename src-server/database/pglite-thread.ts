import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { PgliteAnswer, PgliteFailure, PgliteRequest, PgliteStart, PgliteWorkerData } from './pglite-messages.ts'

export interface PgliteResult {
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  readonly affectedRows: number
}

/** PGlite in its own thread, as the main thread sees it. Errors are `Error`s with PostgreSQL's fields, as from `pg`. */
export interface PgliteThread {
  query(sql: string, parameters: readonly unknown[], options: { commits: boolean }): Promise<PgliteResult>
  /** The whole database as a tar archive, to start others from. */
  dump(): Promise<Uint8Array>
  close(): Promise<void>
  /** Resolves with the reason when the thread has ended though nobody closed it; what is asked of it then fails. */
  readonly lost: Promise<Error>
}

type Request = PgliteRequest extends infer R ? (R extends PgliteRequest ? Omit<R, 'id'> : never) : never

interface Pending {
  resolve(answer: PgliteAnswer): void
  reject(error: Error): void
}

/** Starts the thread and waits until the database is open: 3–4 s for a new one, 0.2–0.6 s otherwise. */
export async function startPgliteThread(data: PgliteWorkerData): Promise<PgliteThread> {
  // The sources run as `.ts`; the bundle puts this file and the worker side by side as `.js`.
  const worker = new Worker(new URL(`./pglite-worker${extname(import.meta.url)}`, import.meta.url), {
    workerData: data,
  })
  await waitForStart(worker)
  const pending = new Map<number, Pending>()
  let lastId = 0
  let gone: Error | undefined
  let isClosing = false
  const { promise: lost, resolve: lose } = Promise.withResolvers<Error>()

  const fail = (error: Error): void => {
    gone ??= error
    for (const { reject } of pending.values()) reject(gone)
    pending.clear()
    if (!isClosing) lose(gone)
  }
  worker.on('error', (error) => fail(toError(shorten(error))))
  worker.on('exit', (code) => fail(new Error(`the thread of the embedded database has ended (${code})`)))
  worker.on('message', (answer: PgliteAnswer) => {
    const waiting = pending.get(answer.id)
    pending.delete(answer.id)
    if ('failure' in answer) waiting?.reject(toError(answer.failure))
    else waiting?.resolve(answer)
  })

  const ask = (request: Request): Promise<PgliteAnswer> => {
    if (gone) return Promise.reject(gone)
    const id = (lastId += 1)
    return new Promise((resolve, reject) => {
      pending.set(id, { resolve, reject })
      worker.postMessage({ ...request, id })
    })
  }

  return {
    lost,
    async query(sql, parameters, { commits }) {
      const answer = await ask({ kind: 'query', sql, parameters: parameters.map(toCloneable), commits })
      if (!('rows' in answer)) throw new Error('unexpected answer to a query')
      return { rows: answer.rows.map(withBuffers), affectedRows: answer.affectedRows }
    },
    async dump() {
      const answer = await ask({ kind: 'dump' })
      if (!('dump' in answer)) throw new Error('unexpected answer to a dump')
      return answer.dump
    },
    async close() {
      isClosing = true
      if (gone) return
      const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
      await ask({ kind: 'close' })
      await ended
    },
  }
}

async function waitForStart(worker: Worker): Promise<void> {
  const start = await new Promise<PgliteStart>((resolve) => {
    const failed = (message: string): void => resolve({ started: false, failure: { message } })
    worker.once('message', resolve)
    worker.once('error', (error) => failed(shorten(error).message))
    worker.once('exit', () => failed('the thread ended before it had started'))
  })
  if (!start.started) throw toError(start.failure)
}

/** A Node Buffer is often a view of a bigger pool, which would be copied whole. */
function toCloneable(parameter: unknown): unknown {
  if (parameter === undefined) return null
  return Buffer.isBuffer(parameter) ? new Uint8Array(parameter) : parameter
}

/** `bytea` arrives as Uint8Array; `pg` gives Buffers, and callers compare and encode them. */
function withBuffers(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const copy: Record<string, unknown> = { ...row }
  for (const [column, value] of Object.entries(copy)) {
    if (value instanceof Uint8Array) copy[column] = Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  }
  return copy
}

const shorten = (error: unknown): PgliteFailure => ({
  message: (error instanceof Error ? error.message : String(error)).slice(0, 500),
})

const toError = (failure: PgliteFailure): Error => Object.assign(new Error(failure.message), failure)
