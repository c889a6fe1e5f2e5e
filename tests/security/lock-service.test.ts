import { describe, expect, it, vi } from 'vitest'
import { chooseBuses, tellsOfAway } from '../../src-main/adapters/dbus-screen-lock.ts'
import { createLockService } from '../../src-main/services/lock-service.ts'
import type { SessionView } from '../../src-shared/ipc/contract.ts'
import { sampleSession } from '../support/fake-api-client.ts'
import { createManualTimer } from '../support/manual-timer.ts'

const openView: SessionView = { session: sampleSession(), locked: false, isOffline: false }

function setUp(minutes = 10) {
  const timer = createManualTimer()
  let slept = 0
  const [lock, letNobodyIn] = [vi.fn(), vi.fn()]
  const desk = {
    idleSeconds: 0,
    minutes,
    view: openView,
    away: (): void => undefined,
    isWatched: true,
  }
  const service = createLockService({
    session: { read: () => desk.view, lock, letNobodyIn },
    timer: { ...timer, now: () => new Date(timer.now().getTime() + slept) },
    readIdleSeconds: () => desk.idleSeconds,
    readAutoLockMinutes: () => desk.minutes,
    watches: [
      (onAway) => {
        desk.away = onAway
        return () => void (desk.isWatched = false)
      },
    ],
  })
  return { desk, service, timer, lock, letNobodyIn, sleep: (ms: number) => void (slept += ms) }
}

describe('S-16: lock service (E40)', () => {
  it('locks a desk that nobody has touched for as long as the setting says, as it is at that moment', async () => {
    const { desk, timer, lock } = setUp(10)
    desk.idleSeconds = 599
    await timer.advance(5_000)
    expect(lock).not.toHaveBeenCalled()
    desk.minutes = 1
    await timer.advance(5_000)
    expect(lock).toHaveBeenCalledExactlyOnceWith('idle')
  })

  it('locks with the system', () => {
    const { desk, lock } = setUp()
    desk.away()
    expect(lock).toHaveBeenCalledExactlyOnceWith('system')
  })

  it('locks after a sleep of which nobody told, and not because a clock was set a little', async () => {
    const { timer, lock, sleep } = setUp()
    for (const jumpMs of [20_000, -3_600_000]) {
      sleep(jumpMs)
      await timer.advance(5_000)
    }
    expect(lock).not.toHaveBeenCalled()
    sleep(60_000)
    await timer.advance(5_000)
    expect(lock).toHaveBeenCalledExactlyOnceWith('system')
  })

  it.each([
    ['nobody is logged in', { session: null }],
    ['it is locked already', { locked: true }],
  ])('locks nothing while %s, but lets nobody in who has just entered the password', async (_when, change) => {
    const { desk, timer, lock, letNobodyIn, sleep } = setUp()
    desk.view = { ...desk.view, ...change }
    expect(letNobodyIn).not.toHaveBeenCalled()
    desk.away()
    expect(letNobodyIn).toHaveBeenCalledOnce()
    desk.idleSeconds = 100_000
    sleep(100_000)
    await timer.advance(10_000)
    expect(lock).not.toHaveBeenCalled()
  })

  it('stops', async () => {
    const { desk, service, timer, lock } = setUp()
    service.stop()
    desk.idleSeconds = 100_000
    await timer.advance(10_000)
    expect(lock).not.toHaveBeenCalled()
    expect(desk.isWatched).toBe(false)
  })
})

describe('what gdbus prints about the desktop (E40)', () => {
  it.each([
    ['/org/gnome/ScreenSaver: org.gnome.ScreenSaver.ActiveChanged (true,)', true],
    ['/org/freedesktop/ScreenSaver: org.freedesktop.ScreenSaver.ActiveChanged (true,)', true],
    ['/org/freedesktop/login1: org.freedesktop.login1.Manager.PrepareForSleep (true,)', true],
    ['/org/freedesktop/login1/session/_32: org.freedesktop.login1.Session.Lock ()', true],
    [
      "/org/freedesktop/login1/session/_32: org.freedesktop.DBus.Properties.PropertiesChanged ('org.freedesktop.login1.Session', {'LockedHint': <true>}, @as [])",
      true,
    ],
    ['/org/gnome/ScreenSaver: org.gnome.ScreenSaver.ActiveChanged (false,)', false],
    ['/org/gnome/ScreenSaver: org.gnome.ScreenSaver.WakeUpScreen ()', false],
    ['/org/freedesktop/login1: org.freedesktop.login1.Manager.PrepareForSleep (false,)', false],
    ['/org/freedesktop/login1: org.freedesktop.login1.Manager.PrepareForShutdown (true,)', false],
    ['/org/freedesktop/login1/session/_32: org.freedesktop.login1.Session.Unlock ()', false],
    ['Monitoring signals from all objects owned by org.gnome.ScreenSaver', false],
    ['The name org.gnome.ScreenSaver does not have an owner', false],
  ])('%s', (line, isAway) => {
    expect(tellsOfAway(line)).toBe(isAway)
  })

  it('asks the buses that there are', () => {
    const names = (environment: NodeJS.ProcessEnv, hasSystemBus: boolean) =>
      chooseBuses(environment, hasSystemBus).map(([bus, name]) => `${bus} ${name}`)
    const address = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/user/1000/bus' }
    expect(names({}, false)).toEqual([])
    expect(names({ DBUS_SESSION_BUS_ADDRESS: '' }, true)).toEqual(['--system org.freedesktop.login1'])
    expect(names(address, false)).toEqual(['--session org.freedesktop.ScreenSaver', '--session org.gnome.ScreenSaver'])
  })
})
