import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { WatchAway } from '../ports/power-port.ts'

/** What `gdbus monitor` prints when somebody goes away: `PATH: INTERFACE.SIGNAL (ARGUMENTS)`. */
const awaySignals: readonly RegExp[] = [
  /^\S+: org\.(?:freedesktop|gnome|cinnamon|mate)\.ScreenSaver\.ActiveChanged \(true,\)$/,
  /^\S+: org\.freedesktop\.login1\.Manager\.PrepareForSleep \(true,\)$/,
  /^\S+: org\.freedesktop\.login1\.Session\.Lock \(\)$/,
  /^\S+: org\.freedesktop\.DBus\.Properties\.PropertiesChanged \('org\.freedesktop\.login1\.Session', \{.*'LockedHint': <true>/,
]

/** Whether a line of `gdbus monitor` says that the screen is locked or the machine goes to sleep. */
export const tellsOfAway = (line: string): boolean => awaySignals.some((signal) => signal.test(line))

type Bus = readonly [bus: '--session' | '--system', name: string]

/** Who sends those signals, on the buses that this machine has. */
export function chooseBuses(environment: NodeJS.ProcessEnv, hasSystemBus: boolean): readonly Bus[] {
  const hasSessionBus = Boolean(environment['DBUS_SESSION_BUS_ADDRESS'])
  return [
    ...(hasSessionBus
      ? ([
          ['--session', 'org.freedesktop.ScreenSaver'],
          ['--session', 'org.gnome.ScreenSaver'],
        ] as const)
      : []),
    ...(hasSystemBus ? ([['--system', 'org.freedesktop.login1']] as const) : []),
  ]
}

/**
 * Sleep and screen lock of a Linux desktop, of which Electron does not tell (E40). One `gdbus` per sender, without a bus
 * library in the app; a machine that lacks it is watched by idle time alone. Any program of the same person can send these
 * signals: all it gains is a locked desk.
 */
export const watchDesktopBuses: WatchAway = (onAway) => {
  if (process.platform !== 'linux') return () => undefined
  const hasSystemBus = existsSync('/run/dbus/system_bus_socket')
  const stops = chooseBuses(process.env, hasSystemBus).map((bus) => watchBus(bus, onAway))
  return () => {
    for (const stop of stops) stop()
  }
}

function watchBus([bus, name]: Bus, onAway: () => void): () => void {
  const monitor = spawn('gdbus', ['monitor', bus, '--dest', name], { stdio: ['ignore', 'pipe', 'ignore'] })
  const stop = (): void => void monitor.kill()
  monitor.once('error', () => undefined)
  monitor.once('exit', () => process.off('exit', stop))
  process.once('exit', stop)
  createInterface({ input: monitor.stdout }).on('line', (line) => {
    if (tellsOfAway(line)) onAway()
  })
  return stop
}
