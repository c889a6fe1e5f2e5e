import { chmodSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { createIdleClock } from '../../src-host/system/idle-clock.ts'
import { readLogindLine, sessionPath } from '../../src-host/system/logind-signals.ts'
import { createPowerMonitor } from '../../src-host/system/power-monitor.ts'
import { createX11 } from '../../src-host/system/x11-display.ts'
import { expect, test } from './sample-app.ts'
import { missingPrograms, startScreen } from './screen.ts'

const OURS = '/org/freedesktop/login1/session/_31'
const THEIRS = '/org/freedesktop/login1/session/c2'
const lockedHint = (path: string, value: boolean) =>
  `${path}: org.freedesktop.DBus.Properties.PropertiesChanged ('org.freedesktop.login1.Session', {'IdleHint': <false>, 'LockedHint': <${value}>}, @as [])`
/** What gdbus prints (GLib 2.74), and what it tells. */
const LINES: readonly (readonly [string, string | undefined])[] = [
  ['Monitoring signals from all objects owned by org.freedesktop.login1', undefined],
  ['The name org.freedesktop.login1 is owned by :1.1', undefined],
  ['/org/freedesktop/login1: org.freedesktop.login1.Manager.PrepareForSleep (true,)', 'suspend'],
  ['/org/freedesktop/login1: org.freedesktop.login1.Manager.PrepareForSleep (false,)', 'resume'],
  [`${OURS}: org.freedesktop.login1.Session.Lock ()`, 'lock-screen'],
  [`${OURS}: org.freedesktop.login1.Session.Unlock ()`, 'unlock-screen'],
  [lockedHint(OURS, true), 'lock-screen'],
  [lockedHint(OURS, false), 'unlock-screen'],
  [`${THEIRS}: org.freedesktop.login1.Session.Lock ()`, undefined],
  [lockedHint(THEIRS, true), undefined],
  [`/org/freedesktop/login1: org.freedesktop.login1.Manager.SessionNew ('3', objectpath '${OURS}')`, undefined],
]

test('logind’s signals are understood; the lock of another person’s session is not ours (E40)', () => {
  expect([sessionPath('1'), sessionPath('c2'), sessionPath('')]).toEqual([OURS, THEIRS, undefined])
  for (const [line, event] of LINES) expect(readLogindLine(line, OURS), line).toBe(event)
  // Whoever does not know the own session rather locks once too often.
  expect(readLogindLine(lockedHint(THEIRS, true), undefined)).toBe('lock-screen')
})

test('powerMonitor tells what gdbus prints, in its order (E40)', async ({ dataFolder }) => {
  test.skip(process.platform !== 'linux', 'logind is on Linux only')
  writeFileSync(join(dataFolder, 'lines'), LINES.map(([line]) => `${line}\n`).join(''))
  const program = join(dataFolder, 'gdbus')
  writeFileSync(program, `#!/bin/sh\ncat '${join(dataFolder, 'lines')}'\n`)
  chmodSync(program, 0o755)
  const before = { PATH: process.env['PATH'] ?? '', XDG_SESSION_ID: process.env['XDG_SESSION_ID'] ?? '' }
  Object.assign(process.env, { PATH: `${dataFolder}${delimiter}${before.PATH}`, XDG_SESSION_ID: '1' })
  try {
    const { border } = createPowerMonitor(async () => undefined)
    const told: string[] = []
    const on: unknown = Reflect.get(border, 'on')
    if (typeof on !== 'function') throw new Error('no powerMonitor.on')
    for (const name of ['suspend', 'resume', 'lock-screen', 'unlock-screen'])
      Reflect.apply(on, border, [name, () => told.push(name)])
    await expect.poll(() => told).toEqual(LINES.flatMap(([, event]) => event ?? []))
  } finally {
    Object.assign(process.env, before)
  }
})

test('on X11 idle time is that of the whole machine (E40)', async () => {
  const missing = missingPrograms('Xvfb')
  test.skip(missing.length > 0, `not installed: ${missing.join(', ')}`)
  const closeScreen = await startScreen()
  try {
    const clock = createIdleClock(createX11())
    const madeAt = performance.now()
    await expect.poll(() => performance.now() - madeAt).toBeGreaterThan(300)
    await movePointer() // in no window of ours
    expect(clock.idleMs()).toBeGreaterThan(300) // the server has not been asked yet
    await expect.poll(() => performance.now() - madeAt - clock.idleMs()).toBeGreaterThan(250)
    clock.noteInput()
    expect(clock.idleMs()).toBeLessThan(100)
  } finally {
    closeScreen()
  }
})

interface Pointer {
  createClient(options: object, done: (error: unknown, display: { client: PointerClient }) => void): unknown
}
interface PointerClient {
  require(name: 'xtest', done: (error: unknown, xtest: { FakeInput(...values: number[]): void }) => void): void
  GetInputFocus(done: () => void): void
  close(): void
}
/** As a person's hand would, through the X server's test extension. */
function movePointer() {
  const x11: Pointer = createRequire(import.meta.url)('x11')
  return new Promise<void>((resolve) => {
    x11.createClient({ shm: false }, (_error, { client }) => {
      client.require('xtest', (_none, xtest) => {
        xtest.FakeInput(6, 0, 0, 0, 20, 20) // MotionNotify
        client.GetInputFocus(() => {
          client.close()
          resolve()
        })
      })
    })
  })
}
