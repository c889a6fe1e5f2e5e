import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { watchDesktopBuses } from '../../src-main/adapters/dbus-screen-lock.ts'
import { openDbusSender } from '../support/dbus-sender.ts'

const missing = ['dbus-daemon', 'gdbus'].filter((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0)

describe('the screen lock of a Linux desktop over D-Bus (E40)', () => {
  let directory: string
  let daemon: ChildProcess | undefined
  const before = process.env['DBUS_SESSION_BUS_ADDRESS']

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'saihakko-dbus-'))
  })
  afterEach(() => {
    daemon?.kill()
    if (before === undefined) delete process.env['DBUS_SESSION_BUS_ADDRESS']
    else process.env['DBUS_SESSION_BUS_ADDRESS'] = before
    rmSync(directory, { recursive: true, force: true })
  })

  /** A bus of its own, which knows nothing of this machine’s session. */
  async function startBus(): Promise<string> {
    const socketPath = join(directory, 'bus')
    const address = `unix:path=${socketPath}`
    const args = ['--session', '--nofork', '--print-address', `--address=${address}`]
    daemon = spawn('dbus-daemon', args, { stdio: ['ignore', 'pipe', 'ignore'] })
    if (daemon.stdout) await once(daemon.stdout, 'data')
    process.env['DBUS_SESSION_BUS_ADDRESS'] = address
    return socketPath
  }

  it.for(['org.freedesktop.ScreenSaver', 'org.gnome.ScreenSaver'])('hears %s', async (name, { skip }) => {
    if (missing.length > 0) skip(`not installed: ${missing.join(', ')}`)
    const sender = await openDbusSender(await startBus(), name)
    const heard = Promise.withResolvers<void>()
    const stop = watchDesktopBuses(() => heard.resolve())
    // Said again until it is heard: nothing tells when gdbus listens.
    const saying = setInterval(() => sender.signal('/ScreenSaver', 'ActiveChanged', true), 50)
    await heard.promise
    clearInterval(saying)
    stop()
    sender.close()
    expect(daemon?.exitCode).toBeNull()
  })

  it('is quiet where there is no gdbus', async ({ skip }) => {
    if (process.platform !== 'linux') skip('these buses are those of a Linux desktop')
    const path = process.env['PATH']
    process.env['DBUS_SESSION_BUS_ADDRESS'] = 'unix:path=/nonexistent'
    process.env['PATH'] = directory
    try {
      const stop = watchDesktopBuses(() => expect.unreachable())
      await new Promise((resolve) => setImmediate(resolve))
      stop()
    } finally {
      process.env['PATH'] = path
    }
  })
})
