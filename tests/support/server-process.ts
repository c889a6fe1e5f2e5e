import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { shortLived } from './embedded-process.ts'
import { inProject } from './project.ts'

export interface TestServer {
  readonly url: string
  readonly pid: number
  /** Everything it wrote to standard error so far, but for the table of sample accounts. */
  log(): string
  /** A sample account by its login ID, with the password made at this start. */
  account(loginId: string): { readonly loginId: string; readonly password: string }
  stop(): Promise<void>
  /** As a crash would. */
  kill(): Promise<void>
  /** Starts again over the same data, at the same address. */
  restart(): Promise<void>
}

/** The sample's passwords by login ID, as they were printed when a data directory was made. */
export type SamplePasswords = Map<string, string>

/** Makes a data directory with the sample in it, for tests to copy: making the database anew takes seconds. */
export async function createSampleData(dataDir: string): Promise<SamplePasswords> {
  const passwords: SamplePasswords = new Map()
  const server = await startTestServer(dataDir, passwords)
  await server.stop()
  return passwords
}

/** Runs `saihakko-server serve --sample` as a process of its own over a data directory, new or a copy. */
export async function startTestServer(dataDir: string, passwords: SamplePasswords = new Map()): Promise<TestServer> {
  const logLines: string[] = []
  let running = await serve(dataDir, 0, passwords, logLines)
  const port = Number(new URL(running.url).port)

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (running.child.exitCode !== null || running.child.signalCode !== null) return
    const ended = once(running.child, 'exit')
    running.child.kill(signal)
    await ended
  }
  return {
    get url() {
      return running.url
    },
    get pid() {
      return running.child.pid ?? 0
    },
    log: () => logLines.join('\n'),
    account(loginId) {
      const password = passwords.get(loginId)
      if (password === undefined) throw new Error(`no sample account ${loginId}`)
      return { loginId, password }
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    async restart() {
      running = await serve(dataDir, port, passwords, logLines)
    },
  }
}

async function serve(
  dataDir: string,
  port: number,
  passwords: Map<string, string>,
  logLines: string[],
): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [...shortLived, inProject('src-server', 'cli.ts'), 'serve', '--sample'], {
    env: { ...process.env, SAIHAKKO_DATA_DIR: dataDir, SAIHAKKO_LISTEN: `127.0.0.1:${port}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  createInterface({ input: child.stderr }).on('line', (line) => {
    // A row of the table of sample accounts: memberId, loginId, password, role, userName.
    const [, loginId, password] = /^\w{20} +(\w+) +(\w+) +(?:staff|administrator|helpdesk) /.exec(line) ?? []
    if (loginId !== undefined && password !== undefined) passwords.set(loginId, password)
    else logLines.push(line)
  })
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /^listening on (\S+)$/.exec(line)?.[1]
      if (found !== undefined) resolve(found)
    })
    child.once('exit', (code) => reject(new Error(`the server ended (exit ${code}): ${logLines.join('\n')}`)))
  })
  return { child, url }
}
