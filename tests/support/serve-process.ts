import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { shortLived } from './embedded-process.ts'
import type { FaultMessage } from './fault-points.ts'
import { inProject } from './project.ts'

export interface ServeOptions {
  readonly dataDir: string
  /** Left out: the embedded database in `dataDir`. */
  readonly databaseUrl?: string
  /** 0 picks one. */
  readonly port?: number
  /** After `serve`. */
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Loads `fault-points.ts` into the process. */
  readonly hasFaultPoints?: boolean
}

export interface Ending {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** `saihakko-server serve` as a process of its own. */
export interface ServeProcess {
  readonly url: string
  readonly port: number
  readonly ended: Promise<Ending>
  log(): string
  /** Sends the signal and resolves when the process has ended. */
  end(signal: NodeJS.Signals): Promise<Ending>
  /** Only with fault points: ends the process at the given point from now on; 0 counts only. False: it has ended already. */
  arm(point: number): Promise<boolean>
  listPoints(): Promise<string[]>
  /** Only with fault points: resolves when the points have been passed in turn and the work on hand rests, for ever, at the last. */
  hold(points: readonly string[]): Promise<void>
}

export async function startServe(options: ServeOptions): Promise<ServeProcess> {
  const { dataDir, databaseUrl, port = 0, args = [], env = {}, hasFaultPoints = false } = options
  const faultPoints = ['--import', pathToFileURL(inProject('tests', 'support', 'fault-points.ts')).href]
  const switches = [...shortLived, ...(hasFaultPoints ? faultPoints : [])]
  const child = spawn(process.execPath, [...switches, inProject('src-server', 'cli.ts'), 'serve', ...args], {
    env: {
      ...process.env,
      SAIHAKKO_DATA_DIR: dataDir,
      SAIHAKKO_LISTEN: `127.0.0.1:${port}`,
      ...(databaseUrl === undefined ? {} : { SAIHAKKO_DATABASE_URL: databaseUrl }),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe', ...(hasFaultPoints ? (['ipc'] as const) : [])],
  })
  let log = ''
  child.stderr?.on('data', (part: Buffer) => {
    log = (log + part.toString()).slice(-200_000)
  })
  const ended = once(child, 'exit').then((): Ending => ({ code: child.exitCode, signal: child.signalCode }))
  const url = await readUrl(child, ended, () => log)
  return {
    url,
    port: Number(new URL(url).port),
    ended,
    log: () => log,
    async end(signal) {
      child.kill(signal)
      return await ended
    },
    arm: async (point) => (await Promise.race([ask(child, { arm: point }), ended.then(() => undefined)])) !== undefined,
    async hold(points) {
      const answer = await Promise.race([ask(child, { hold: [...points] }), ended])
      z.object({ held: z.string() }).parse(answer)
    },
    listPoints: async () => z.object({ passed: z.array(z.string()) }).parse(await ask(child, { list: true })).passed,
  }
}

async function readUrl(child: ChildProcess, ended: Promise<Ending>, log: () => string): Promise<string> {
  if (!child.stdout) throw new Error('no standard output')
  const lines = createInterface({ input: child.stdout })
  return await new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      const found = /^listening on (\S+)$/.exec(line)?.[1]
      if (found !== undefined) resolve(found)
    })
    void ended.then(({ code, signal }) => reject(new Error(`the server ended (${code ?? signal}): ${log()}`)))
  })
}

async function ask(child: ChildProcess, message: FaultMessage): Promise<unknown> {
  const answer = new Promise((resolve) => child.once('message', resolve))
  // Who has ended says nothing; the caller looks for that.
  child.send(message, () => {})
  return await answer
}
