import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** What a private desktop is made of. */
export const privateDesktopPrograms = ['dbus-daemon', 'gnome-keyring-daemon', 'gdbus'] as const

/**
 * A session bus with an unlocked keychain on it, in `directory`, for whatever is started with its `env`: nothing of this
 * machine’s own session is touched.
 */
export async function startPrivateDesktop(directory: string) {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const address = `unix:path=${join(directory, 'bus')}`
  const env = {
    DBUS_SESSION_BUS_ADDRESS: address,
    XDG_RUNTIME_DIR: directory,
    XDG_DATA_HOME: directory,
    XDG_CACHE_HOME: directory,
    // Electron chooses its keychain by the desktop’s name.
    XDG_CURRENT_DESKTOP: 'GNOME',
  }
  const options = { env: { ...process.env, ...env } }
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address', `--address=${address}`], {
    ...options,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  await once(bus.stdout, 'data')
  const keyring = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
    ...options,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  keyring.stdin.end('password of the keychain')
  await promisify(execFile)('gdbus', ['wait', '--session', '--timeout', '5', 'org.freedesktop.secrets'], options)
  return {
    env,
    async stop(): Promise<void> {
      for (const child of [keyring, bus]) {
        const ended = once(child, 'exit')
        if (child.kill()) await ended
      }
    },
  }
}
