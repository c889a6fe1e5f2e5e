/** What systemd-logind tells of sleep and screen lock, as `gdbus monitor` prints it (org.freedesktop.login1). */
import type { EventOf } from '../surface.ts'

type PowerEvent = EventOf<'powerMonitor'>

const SLEEP: readonly (readonly [RegExp, PowerEvent])[] = [
  [/^\S+: org\.freedesktop\.login1\.Manager\.PrepareForSleep \(true\b/, 'suspend'],
  [/^\S+: org\.freedesktop\.login1\.Manager\.PrepareForSleep \(false\b/, 'resume'],
]
const LOCK: readonly (readonly [RegExp, PowerEvent])[] = [
  [/^(\S+): org\.freedesktop\.login1\.Session\.Lock \(/, 'lock-screen'],
  [/^(\S+): org\.freedesktop\.login1\.Session\.Unlock \(/, 'unlock-screen'],
  [/^(\S+): \S+\.PropertiesChanged \('org\.freedesktop\.login1\.Session', .*'LockedHint': <true>/, 'lock-screen'],
  [/^(\S+): \S+\.PropertiesChanged \('org\.freedesktop\.login1\.Session', .*'LockedHint': <false>/, 'unlock-screen'],
]

/** logind's path of a session, from its name in XDG_SESSION_ID; a digit in front is escaped (sd_bus_path_encode). */
export function sessionPath(id: string): string | undefined {
  if (!/^[a-z0-9]+$/i.test(id)) return undefined
  const escaped = id.replace(/^\d/, (digit) => `_${digit.charCodeAt(0).toString(16)}`)
  return `/org/freedesktop/login1/session/${escaped}`
}

/**
 * The event that one line tells.
 *
 * @param ownSession the app's own session; without it every session's lock counts: rather once too often
 */
export function readLogindLine(line: string, ownSession: string | undefined): PowerEvent | undefined {
  for (const [pattern, event] of SLEEP) if (pattern.test(line)) return event
  for (const [pattern, event] of LOCK) {
    const path = pattern.exec(line)?.[1]
    if (path !== undefined) return ownSession === undefined || path === ownSession ? event : undefined
  }
  return undefined
}
