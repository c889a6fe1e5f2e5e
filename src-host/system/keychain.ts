/** The app's key in the system's keychain: Secret Service (Linux), Keychain (macOS), Credential Manager (Windows). */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** How long the keychain's question may stay on the screen; an answer that comes late counts from then on. */
const QUESTION_LIMIT_MS = 60_000
const CHILD = fileURLToPath(new URL('./keychain-child.ts', import.meta.url))

export interface KeychainOwner {
  /** Read late: an app may set its name first. */
  readonly appName: () => string
  /** False when the command line says `--password-store=basic`. */
  readonly isWanted: () => boolean
  /** How long a call waits for the keychain, which may be asking the person for a password. */
  readonly patienceMs?: number
}
export interface Keychain {
  /** The 32 bytes, or undefined when no keychain answers in time. Asks the keychain once. */
  readKey(): Promise<Buffer | undefined>
  /** The same, at the price that the app stands still meanwhile. */
  readKeySync(): Buffer | undefined
}

/** Without a session bus there is no Secret Service, and no need to start anything in order to learn that. */
function canHaveKeychain(): boolean {
  if (process.platform !== 'linux') return true
  const { DBUS_SESSION_BUS_ADDRESS: address = '', XDG_RUNTIME_DIR: runtime = '' } = process.env
  return address !== '' || (runtime !== '' && existsSync(join(runtime, 'bus')))
}
function parseKey(printed: string): Buffer | undefined {
  const key = Buffer.from(printed, 'base64')
  return key.length === 32 ? key : undefined
}

export function createKeychain({ appName, isWanted, patienceMs = 3000 }: KeychainOwner): Keychain {
  let key: Buffer | undefined
  let asking: Promise<void> | undefined

  function programArguments() {
    const env: NodeJS.ProcessEnv = { ...process.env }
    delete env['NODE_OPTIONS'] // a debugger of the app is none of the child's
    return { args: [CHILD, `${appName()} Safe Storage`, appName()], env }
  }
  /** Resolves when the keychain has answered, or has had the time to. */
  async function ask(): Promise<void> {
    const { args, env } = programArguments()
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'], env })
    const stop = () => child.kill('SIGKILL')
    process.once('exit', stop)
    const giveUp = setTimeout(stop, QUESTION_LIMIT_MS).unref()
    const ended = Promise.withResolvers<void>()
    let printed = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text
    })
    child.once('error', () => ended.resolve())
    child.once('close', (code) => {
      clearTimeout(giveUp)
      process.off('exit', stop)
      if (code === 0) key ??= parseKey(printed)
      ended.resolve()
    })
    const patience = setTimeout(() => ended.resolve(), patienceMs)
    await ended.promise
    clearTimeout(patience)
  }
  const isPossible = () => isWanted() && canHaveKeychain()
  return {
    async readKey() {
      if (key === undefined && isPossible()) await (asking ??= ask())
      return key
    },
    readKeySync() {
      if (key !== undefined || asking !== undefined || !isPossible()) return key
      asking = Promise.resolve() // asked once, whichever way
      const { args, env } = programArguments()
      const { status, stdout } = spawnSync(process.execPath, args, {
        stdio: ['ignore', 'pipe', 'ignore'],
        env,
        encoding: 'utf8',
        timeout: patienceMs,
        killSignal: 'SIGKILL',
      })
      if (status === 0) key = parseKey(stdout)
      return key
    },
  }
}
