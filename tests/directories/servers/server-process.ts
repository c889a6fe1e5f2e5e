import { spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findProgram } from './installed.ts'

/** A server in a folder of its own, which goes with it. */
export interface ServerProcess {
  /** Another one after each start. */
  readonly pid: number
  /** Rejects when it ends first, or does not listen in time; the end of its log says why. */
  waitUntilListening(host: string, port: number): Promise<void>
  /** Ends it as kill -9 does; what it has written stays. */
  crash(): Promise<void>
  /** Starts it again over what is in its folder. */
  startAgain(): void
  /** Ends it and removes its folder. */
  stop(): Promise<void>
}

const startLimitMs = 30_000
const stopLimitMs = 5000

const prefix = 'saihakko-directory-'

/** Named after this process, so that it can be told when nobody needs it any more. */
export const makeServerFolder = (name: string): string =>
  mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-${name}-`))

/** Of runs that were killed: their servers went with them, their folders could not. */
export function removeLeftFolders(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = name.startsWith(prefix) ? Number.parseInt(name.slice(prefix.length), 10) : Number.NaN
    if (Number.isNaN(owner) || isAlive(owner)) continue
    rmSync(join(tmpdir(), name), { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/**
 * The kernel ends the server when the process that started it is gone, however it went: no killed test leaves one behind.
 * That hangs on the thread which started it, so never call this in a worker thread.
 */
export function startServerProcess(folder: string, command: string, args: readonly string[]): ServerProcess {
  const logFile = join(folder, 'server.log')
  const describeEnd = (): string => readFileSync(logFile, 'utf8').slice(-2000)
  let running = spawnServer(logFile, folder, [command, ...args])
  return {
    get pid() {
      return running.child.pid ?? 0
    },
    async waitUntilListening(host, port) {
      const deadline = Date.now() + startLimitMs
      for (;;) {
        if (running.hasEnded()) throw new Error(`${command} ended: ${describeEnd()}`)
        if (await canConnect(host, port)) return
        if (Date.now() > deadline) throw new Error(`${command} does not listen on ${host}:${port}: ${describeEnd()}`)
        await new Promise((resolve) => setTimeout(resolve, 25))
      }
    },
    async crash() {
      running.child.kill('SIGKILL')
      await running.ended
    },
    startAgain() {
      running = spawnServer(logFile, folder, [command, ...args])
    },
    async stop() {
      // A frozen one hears nothing but SIGKILL until it is let go on.
      running.child.kill('SIGCONT')
      running.child.kill('SIGTERM')
      const timer = setTimeout(() => running.child.kill('SIGKILL'), stopLimitMs)
      await running.ended
      clearTimeout(timer)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function spawnServer(logFile: string, cwd: string, command: readonly string[]) {
  const log = openSync(logFile, 'a')
  const child = spawn(findProgram('setpriv') ?? 'setpriv', ['--pdeathsig', 'TERM', ...command], {
    cwd,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null || child.pid === undefined
  return { child, ended, hasEnded }
}

function canConnect(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    const answer = (isListening: boolean): void => {
      socket.destroy()
      resolve(isListening)
    }
    socket.once('connect', () => answer(true))
    socket.once('error', () => answer(false))
  })
}

export async function findFreePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
