/** Electron's powerMonitor: sleep and screen lock from systemd-logind, idle time from the X server or our own windows. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { PowerMonitor } from 'electron'
import { createEvents, fence } from '../border.ts'
import type { Listener } from '../border.ts'
import { surface } from '../surface.ts'
import type { MembersOf } from '../surface.ts'
import { createIdleClock } from './idle-clock.ts'
import { readLogindLine, sessionPath } from './logind-signals.ts'
import type { X11Display } from './x11-display.ts'

export function createPowerMonitor(x11: () => Promise<X11Display | undefined>) {
  const { methods, emit } = createEvents('powerMonitor', surface.powerMonitor.events)
  const clock = createIdleClock(x11)
  let watcher: ChildProcess | undefined
  let isLocked = false

  function watchLogind() {
    if (watcher !== undefined) return
    if (process.platform !== 'linux') {
      console.warn(`The Chromium host cannot tell of sleep and screen lock on ${process.platform}.`)
      return
    }
    const ownSession = sessionPath(process.env['XDG_SESSION_ID'] ?? '')
    const child = spawn('gdbus', ['monitor', '--system', '--dest', 'org.freedesktop.login1'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    watcher = child
    // Without gdbus or logind nothing is told; neither does Electron on such a system.
    child.once('error', () => {})
    createInterface({ input: child.stdout }).on('line', (line) => {
      const event = readLogindLine(line, ownSession)
      if (event !== undefined) emit(event)
    })
    child.unref()
    process.once('exit', () => child.kill())
  }
  methods.on('lock-screen', () => {
    isLocked = true
  })
  methods.on('unlock-screen', () => {
    isLocked = false
  })

  const idleSeconds = () => Math.floor(clock.idleMs() / 1000)
  const target = {
    ...methods,
    on(this: unknown, name: string, listener: Listener) {
      watchLogind()
      return methods.on.call(this, name, listener)
    },
    once(this: unknown, name: string, listener: Listener) {
      watchLogind()
      return methods.once.call(this, name, listener)
    },
    getSystemIdleTime: idleSeconds,
    getSystemIdleState(threshold: number) {
      if (isLocked) return 'locked' as const
      return idleSeconds() >= threshold ? ('idle' as const) : ('active' as const)
    },
  }
  void (target satisfies MembersOf<PowerMonitor, 'powerMonitor'>)
  return {
    border: fence('powerMonitor', target, surface.powerMonitor),
    noteInput() {
      isLocked = false // not every screen locker tells logind that it is over
      clock.noteInput()
    },
  }
}
