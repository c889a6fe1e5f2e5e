/**
 * Electron's powerMonitor: sleep and screen lock from systemd-logind, idle time from the app's own windows.
 *
 * Idle time is that of OUR windows, not of the whole desktop: there is no way to ask for the latter that works
 * everywhere, and an app that locks itself when idle must rather lock too early than never.
 */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import type { PowerMonitor } from 'electron'
import { createEvents, fence } from '../border.ts'
import type { Listener } from '../border.ts'
import { surface } from '../surface.ts'
import type { EventOf, MembersOf } from '../surface.ts'

/** What `gdbus monitor` prints for logind's signals and property changes (org.freedesktop.login1). */
const SIGNALS: readonly (readonly [RegExp, EventOf<'powerMonitor'>])[] = [
  [/PrepareForSleep \(true/, 'suspend'],
  [/PrepareForSleep \(false/, 'resume'],
  [/Session\.Lock \(|'LockedHint': <true>/, 'lock-screen'],
  [/Session\.Unlock \(|'LockedHint': <false>/, 'unlock-screen'],
]

export function createPowerMonitor() {
  const { methods, emit } = createEvents('powerMonitor', surface.powerMonitor.events)
  let watcher: ChildProcess | undefined
  let usedAt = performance.now()
  let isLocked = false

  function watchLogind() {
    if (watcher !== undefined) return
    if (process.platform !== 'linux') {
      console.warn(`The Chromium host cannot tell of sleep and screen lock on ${process.platform}.`)
      return
    }
    watcher = spawn('gdbus', ['monitor', '--system', '--dest', 'org.freedesktop.login1'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    // Without gdbus or logind nothing is told; neither does Electron on such a system.
    watcher.once('error', () => {})
    watcher.stdout?.setEncoding('utf8').on('data', (text: string) => {
      for (const [pattern, event] of SIGNALS) if (pattern.test(text)) emit(event)
    })
    watcher.unref()
    process.once('exit', () => watcher?.kill())
  }
  methods.on('lock-screen', () => {
    isLocked = true
  })
  methods.on('unlock-screen', () => {
    isLocked = false
  })

  const idleSeconds = () => Math.floor((performance.now() - usedAt) / 1000)
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
    noteInput: () => {
      usedAt = performance.now()
    },
  }
}
