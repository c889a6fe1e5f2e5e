import { EventEmitter } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { watchFaults } from '../../src-main/bootstrap/watch-faults.ts'
import { createListLog } from '../support/list-log.ts'

const electron = vi.hoisted(() => ({ start: vi.fn<(options: object) => void>(), getPath: vi.fn<() => string>() }))
vi.mock('electron', () => ({ crashReporter: { start: electron.start }, app: { getPath: electron.getPath } }))
const { pruneCrashReports, startCrashReports } = await import('../../src-main/adapters/electron-crash-reports.ts')

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-crashes-'))
  electron.getPath.mockReturnValue(folder)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('S-24: crash reports', () => {
  it('are never sent, not even by the system’s reporter, and nothing is added to them (E46)', () => {
    startCrashReports()
    expect(electron.start.mock.calls).toEqual([[{ uploadToServer: false, ignoreSystemCrashHandler: true }]])
  })

  it('are the last five; older ones and what belongs to them go', () => {
    mkdirSync(join(folder, 'completed'))
    for (let day = 1; day <= 8; day += 1) {
      const path = join(folder, 'completed', `${day}.dmp`)
      writeFileSync(path, '')
      writeFileSync(path.replace('.dmp', '.meta'), '')
      utimesSync(path, new Date(2026, 0, day), new Date(2026, 0, day))
    }
    writeFileSync(join(folder, 'settings.dat'), '')
    pruneCrashReports(folder)
    const kept = [4, 5, 6, 7, 8].flatMap((day) => [`${day}.dmp`, `${day}.meta`])
    expect(readdirSync(join(folder, 'completed')).sort()).toEqual(kept)
    expect(readdirSync(folder).sort()).toEqual(['completed', 'settings.dat'])
  })

  it('need not be there', () => {
    expect(() => pruneCrashReports(join(folder, 'nowhere'))).not.toThrow()
  })
})

describe('S-23: faults that nobody has caught', () => {
  const secret = 'correct horse battery'
  const fault = Object.assign(new TypeError(`bad value ${secret}`), { code: 'ERR_INVALID_ARG_TYPE' })

  it('are noted by name and code; after an exception the app ends', () => {
    const source = new EventEmitter()
    const log = createListLog()
    const end = vi.fn<() => void>()
    watchFaults(source, log, end)
    source.emit('unhandledRejection', Object.assign(new Error(secret), { code: secret }))
    source.emit('unhandledRejection', secret)
    expect(end).not.toHaveBeenCalled()
    source.emit('uncaughtException', fault)
    expect(end).toHaveBeenCalledOnce()
    expect(log.lines).toEqual([
      { level: 'warn', event: 'unhandled rejection', facts: { name: 'Error' } },
      { level: 'warn', event: 'unhandled rejection', facts: { name: 'string' } },
      { level: 'warn', event: 'uncaught exception', facts: { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' } },
    ])
  })
})
