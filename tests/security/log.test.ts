import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createElectronFileLog } from '../../src-main/adapters/electron-file-log.ts'
import { openLog } from '../../src-main/bootstrap/open-log.ts'
import type { LogFacts } from '../../src-main/ports/log-port.ts'
import { formatLogLine, redactLogLine, redactText } from '../../src-main/security/redact-log.ts'

const temporaryPassword = 'mXacknvU7Qwe'
const token = 'q3Zb1yX-0_vNfJr8Lk2mT9sWcE5hGuA4oQiRxBdYpVw'
const chosen = 'correct horse battery'

describe('S-23: redaction, the second net (ASVS 16.2.5)', () => {
  it.each([
    ['a token', token],
    ['a token in an address', `https://desk.example/x?t=${token}&y=1`],
    ['a bearer', `header Authorization: Bearer ${token}`],
    ['a short bearer', 'bearer abc'],
    ['a temporary password', `issued ${temporaryPassword} just now`],
    ['a temporary password between other characters', `x_${temporaryPassword}_y`],
    ['a named password', `password=${chosen.replaceAll(' ', '-')}`],
    ['a password in JSON', JSON.stringify({ newPassword: chosen })],
    ['a password in JSON in JSON', JSON.stringify(JSON.stringify({ temporaryPassword: chosen }))],
    ['the proof of a suggestion', `{"suggestionToken":"${chosen}"}`],
    ['a user', 'user EJUM128951TST0020001 not found'],
    ['a login ID', 'CZ021017 is disabled'],
  ])('takes out %s', (_what, text) => {
    const line = formatLogLine('info', 'now', text, { detail: text })
    for (const secret of [token, temporaryPassword, chosen, chosen.replaceAll(' ', '-'), 'bearer abc', 'EJUM', 'CZ02'])
      expect(line).not.toContain(secret)
    expect(line).toContain('[removed]')
    expect(redactText(redactText(text))).toBe(redactText(text))
  })

  it.each([
    'temporaryPassword',
    'currentPassword',
    'suggestionToken',
    'token',
    'Authorization',
    'set-cookie',
    'clientSecret',
    'note',
    'query',
    'userId',
    'loginId',
    'userName',
    'memberName',
    'email',
    'phone',
  ])('takes out what is called %s, whatever it is', (name) => {
    expect(formatLogLine('warn', 'now', 'x', { [name]: 'abc' })).not.toContain('abc')
    expect(formatLogLine('warn', 'now', 'x', { [name]: 4711 })).not.toContain('4711')
  })

  it('lets through what a log is for', () => {
    const facts = {
      channel: 'desk:session.choosePassword',
      durationMs: 12,
      code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      traceId: '018f6f2e-7f4b-7c7a-9a43-2f6f1f0c9a10',
      keptAs: 'settings.damaged.json',
      at: 'elsewhere',
      isOpen: true,
    }
    expect(JSON.parse(formatLogLine('info', '2026-11-23T00:00:00.000Z', 'ipc', facts))).toEqual({
      ...facts,
      level: 'info',
      at: '2026-11-23T00:00:00.000Z',
      event: 'ipc',
    })
  })

  it('keeps one event one line of plain characters, of a bounded length', () => {
    const hostile = `a\r\n{"event":"forged"}\u001b[31m\u0085\u2028\u202e\u200b\u0000${'長'.repeat(100_000)}`
    const line = formatLogLine('info', 'now', hostile, { [hostile]: hostile })
    // oxlint-disable-next-line no-control-regex -- control characters are what it is about
    expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e]/)
    expect(line.length).toBeLessThan(5_000)
    expect(JSON.parse(line)).toMatchObject({ event: expect.stringContaining('forged') })
  })

  it('takes out objects, which a careless caller might pass', () => {
    const careless: LogFacts = JSON.parse(`{ "error": { "config": { "data": "${chosen}" } }, "list": ["${chosen}"] }`)
    expect(formatLogLine('info', 'now', 'x', careless)).not.toContain('horse')
  })

  it('of a line that was written without it is made up for; what is no line of ours is dropped', () => {
    const line = redactLogLine(JSON.stringify({ level: 'info', at: 'now', event: 'x', password: chosen, n: 1 }))
    expect(JSON.parse(line ?? '')).toEqual({ level: 'info', at: 'now', event: 'x', password: '[removed]', n: 1 })
    for (const foreign of [`half a line ${chosen}`, 'null', '[]', '"x"', '{}', ''])
      expect(redactLogLine(foreign)).toBeUndefined()
  })
})

describe('S-23: the log file', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'desk-log-'))
  })
  afterEach(() => {
    vi.restoreAllMocks()
    rmSync(folder, { recursive: true, force: true })
  })

  it('holds one line of JSON for each event, for its owner alone', () => {
    const log = createElectronFileLog(join(folder, 'logs'))
    log.info('ipc', { channel: 'desk:app.readInfo', durationMs: 3 })
    log.warn('%s %c strange', { password: chosen })
    const path = join(folder, 'logs', 'main.log')
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
    expect(lines).toEqual(log.readLastLines(10))
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
      { level: 'info', event: 'ipc', channel: 'desk:app.readInfo', durationMs: 3 },
      { level: 'warn', event: '%s %c strange', password: '[removed]' },
    ])
    expect(log.readLastLines(1)).toEqual(lines.slice(1))
    // Windows keeps the folder of a user to that user, and knows no such modes.
    expect(statSync(path).mode & 0o077).toBe(process.platform === 'win32' ? 0o066 : 0)
  })

  it('is turned over at its limit, and three files are kept', () => {
    const log = createElectronFileLog(folder, 2_000)
    for (let count = 0; count < 200; count += 1) log.info('ipc', { count })
    expect(readdirSync(folder).sort()).toEqual(['main.1.log', 'main.2.log', 'main.log'])
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).size).toBeLessThan(2_200)
    const counts = log.readLastLines(1_000).map((line) => Number(JSON.parse(line).count))
    expect(counts.length).toBeGreaterThan(40)
    expect(counts).toEqual(Array.from({ length: counts.length }, (_, index) => 200 - counts.length + index))
  })

  it('that cannot be written stops nothing', () => {
    const told: string[] = []
    vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => told.push(String(chunk)) > 0)
    writeFileSync(join(folder, 'in-the-way'), '')
    const log = createElectronFileLog(join(folder, 'in-the-way', 'logs'))
    log.info('ipc', { password: chosen })
    log.warn('ipc')
    expect(log.readLastLines(5)).toEqual([])
    expect(told).toEqual(['The log file cannot be written.\n'])
  })

  it('goes to standard error as well while the app is being developed, not in a packaged one', () => {
    const written: string[] = []
    vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => written.push(String(chunk)) > 0)
    openLog(folder, true).info('packaged', { token: 1 })
    expect(written).toEqual([])
    const log = openLog(folder, false)
    log.warn('developed', { detail: temporaryPassword })
    expect(written.map((line): unknown => JSON.parse(line))).toMatchObject([
      { event: 'developed', detail: '[removed]' },
    ])
    expect(log.readLastLines(9).map((line): unknown => JSON.parse(line).event)).toEqual(['packaged', 'developed'])
  })
})
