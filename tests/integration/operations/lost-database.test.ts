import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openEmbeddedDatabase } from '../../../src-server/database/embedded-database.ts'
import { startServe } from '../../support/serve-process.ts'
import { makeDataDirectory, readTemplate } from '../../support/test-database.ts'

let dataDir: string
beforeAll(async () => {
  dataDir = join(mkdtempSync(join(tmpdir(), 'saihakko-lost-')), 'data')
  await makeDataDirectory(dataDir)
})
afterAll(() => rmSync(join(dataDir, '..'), { recursive: true, force: true }))

/** Ends the thread of the database at SIGUSR2, as running out of memory would. */
const assassin = `data:text/javascript,import { isMainThread } from 'node:worker_threads';
  if (isMainThread) process.on('worker', (worker) => process.on('SIGUSR2', () => worker.terminate()))`

describe('the embedded database that ends while the server runs (R12)', () => {
  it('ends the process in order with 1 and says so, so that a supervisor starts it again over the same data', async () => {
    const env = { NODE_OPTIONS: `--import="${assassin.replaceAll(/\s+/g, '%20').replaceAll("'", '%27')}"` }
    const server = await startServe({ dataDir, env })
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
    expect(await server.end('SIGUSR2')).toEqual({ code: 1, signal: null })
    expect(server.log()).toContain('"level":60')
    expect(server.log()).toMatch(/^database_ended: The embedded database ended/m)
    const next = await startServe({ dataDir, port: server.port })
    expect((await fetch(`${next.url}/readyz`)).status).toBe(200)
    expect(await next.end('SIGTERM')).toEqual({ code: 0, signal: null })
    expect(next.log()).not.toContain('database_ended')
  })

  it('fails what is under way and what comes later, and can still be closed', async () => {
    const started = new Promise<Worker>((resolve) => process.once('worker', resolve))
    const database = await openEmbeddedDatabase({ kind: 'embedded', dataDir: 'memory', dump: await readTemplate() })
    await expect(sql`select 1 / 0`.execute(database.db)).rejects.toMatchObject({ code: '22012' })
    const underWay = sql`select count(*) from generate_series(1, 10000000)`.execute(database.db).then(
      () => 'done',
      (error: unknown) => String(error),
    )
    await (await started).terminate()
    expect(await underWay).toContain('has ended')
    expect(await database.lost).toMatchObject({ code: 'database_ended' })
    await expect(sql`select 1`.execute(database.db)).rejects.toThrow('has ended')
    await database.close()
  })
})
