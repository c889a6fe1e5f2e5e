import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { inProject } from '../../../support/project.ts'
import { createBenchClient, type BenchClient } from '../../server/bench-client.ts'
import { startProcess } from '../../server/start-process.ts'
import { waitForIndex } from '../../server/wait-for-index.ts'
import { cpuProfileSchema, type CpuProfile } from '../call-tree.ts'

export interface ProfiledServer {
  readonly client: BenchClient
  /** What the server’s main thread did during `work`, and how long that took. */
  profile(work: () => Promise<void>): Promise<{ readonly profile: CpuProfile; readonly wallMs: number }>
  close(): Promise<void>
}

/** The server as a process of its own over a filled database, its index ready. */
export async function startProfiledServer(databaseUrl: string): Promise<ProfiledServer> {
  const folder = mkdtempSync(join(tmpdir(), 'saihakko-bench-profile-'))
  const log = join(folder, 'log')
  const profiler = pathToFileURL(inProject('tests', 'bench', 'profile', 'server', 'profile-process.ts')).href
  const server = await startProcess(['--import', profiler, inProject('src-server', 'cli.ts'), 'serve'], {
    log,
    env: { SAIHAKKO_DATA_DIR: folder, SAIHAKKO_LISTEN: '127.0.0.1:0', SAIHAKKO_DATABASE_URL: databaseUrl },
  })
  const client = createBenchClient(server.url)
  await waitForIndex(log)
  const ask = async (message: string): Promise<unknown> => {
    const answered = once(server.child, 'message')
    server.child.send(message)
    return (await answered)[0]
  }
  return {
    client,
    async profile(work) {
      await ask('start profile')
      const startedAt = performance.now()
      await work()
      const wallMs = performance.now() - startedAt
      return { profile: cpuProfileSchema.parse(await ask('stop profile')), wallMs }
    },
    async close() {
      client.close()
      await server.end()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
