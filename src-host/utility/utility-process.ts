/** Electron's utilityProcess: a Node program beside the app, with a message port between them. */
import { fork } from 'node:child_process'
import { constants } from 'node:os'
import type { ForkOptions, UtilityProcess } from 'electron'
import { createEvent, createEvents, fence, notSupported } from '../border.ts'
import type { EventOf, MembersOf } from '../surface.ts'
import { surface } from '../surface.ts'

type Stream = 'pipe' | 'ignore' | 'inherit'
const SUPPORTED: readonly string[] = ['env', 'execArgv', 'cwd', 'stdio', 'serviceName'] satisfies (keyof ForkOptions)[]
const PARENT_PORT = new URL('./parent-port.ts', import.meta.url).href

const isStream = (value: unknown): value is Stream => value === 'pipe' || value === 'ignore' || value === 'inherit'

/** Electron's reading of `stdio`: one word for all, or [stdin, stdout, stderr] with stdin always 'ignore'. */
function readStdio(stdio: ForkOptions['stdio'] = 'inherit'): [Stream, Stream] {
  const [, out, error] = typeof stdio === 'string' ? ['ignore', stdio, stdio] : stdio
  if (!isStream(out) || !isStream(error)) throw new TypeError(`stdio value not supported: ${String(stdio)}`)
  return [out, error]
}
/** Electron gives waitpid's status: the number of the signal when there was one. */
function exitStatus(code: number | null, signal: NodeJS.Signals | null): number {
  return code ?? (signal === null ? 1 : constants.signals[signal])
}

/** @param emitApp tells the app of a child that ended by itself with an error */
export function createUtilityProcess(emitApp: (name: EventOf<'app'>, ...values: unknown[]) => void): object {
  function forkModule(modulePath: string, args: readonly string[] = [], options: ForkOptions = {}): object {
    const other = Object.keys(options).find((name) => !SUPPORTED.includes(name))
    if (other !== undefined) throw notSupported(`utilityProcess.fork({ ${other} })`)
    const { methods, emit } = createEvents('utilityProcess', surface.utilityProcess.events)
    const { env = process.env, execArgv = [], cwd = process.cwd(), serviceName = 'Node Utility Process' } = options
    const [out, error] = readStdio(options.stdio)
    let [wasKilled, hasEnded] = [false, false]
    const child = fork(modulePath, args, {
      env: { ...env },
      cwd,
      serialization: 'advanced',
      stdio: ['ignore', out, error, 'ipc'],
      execArgv: [...execArgv, '--import', PARENT_PORT],
    })
    const stop = () => child.kill()
    process.once('exit', stop)
    child.once('spawn', () => emit('spawn'))
    child.once('error', (cause) => console.error(`${serviceName} did not start:`, cause))
    child.on('message', (message) => emit('message', message))
    child.once('exit', (code, signal) => {
      hasEnded = true
      process.off('exit', stop)
      const exitCode = exitStatus(code, signal)
      emit('exit', exitCode)
      if (wasKilled || exitCode === 0) return
      const reason = signal === null ? 'abnormal-exit' : 'killed'
      emitApp('child-process-gone', createEvent(), {
        type: 'Utility',
        reason,
        exitCode,
        serviceName,
        name: serviceName,
      })
    })
    const target = {
      ...methods,
      get pid() {
        return hasEnded ? undefined : child.pid
      },
      stdout: child.stdout,
      stderr: child.stderr,
      postMessage(message: unknown, transfer: unknown[] = []) {
        if (transfer.length > 0) throw notSupported('utilityProcess.postMessage(message, transfer)')
        // A child that has ended hears nothing; Electron drops the message as well.
        if (child.connected) child.send({ data: message }, () => {})
      },
      kill() {
        wasKilled = child.kill()
        return wasKilled
      },
    }
    void (target satisfies MembersOf<UtilityProcess, 'utilityProcess'>)
    return fence('utilityProcess', target, surface.utilityProcess)
  }
  return fence('utilityProcess', { fork: forkModule }, surface.UtilityProcess)
}
