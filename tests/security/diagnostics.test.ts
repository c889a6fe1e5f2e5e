import { describe, expect, it } from 'vitest'
import { createDiagnosticsHandlers } from '../../src-main/ipc/diagnostics-handlers.ts'
import { createDiagnosticsService } from '../../src-main/services/diagnostics-service.ts'
import type { DiagnosticsFacts } from '../../src-main/services/diagnostics-text.ts'
import { connection, info, server, settings } from '../support/fake-desk-data.ts'

const certificate = {
  fingerprint: 'AB:CD',
  subject: 'CN=desk.example',
  issuer: 'CN=Example',
  validFrom: '2026-01-01T00:00:00.000Z',
  validTo: '2027-01-01T00:00:00.000Z',
  trust: 'person',
} as const

const facts: Omit<DiagnosticsFacts, 'at' | 'logLines'> = {
  // As it is at hand in the app: with the passwords of the sample accounts, of which none may get in.
  app: { ...info, storage: 'memory' },
  system: { OS: 'linux 6.1 x64', Node: '24.0.0' },
  server: { ...server, kind: 'given', url: 'https://somebody:secret@desk.example:8443/path?token=abc', certificate },
  connection: { ...connection, state: 'unreachable', reason: 'certificate_changed', clockSkewMs: 1200 },
  settings: { values: { ...settings, autoLockMinutes: 5 }, locked: ['autoLockMinutes'], hasUnreadableRules: true },
}

function diagnosticsOver(save: (fileName: string, text: string) => Promise<boolean> = () => Promise.resolve(true)) {
  const asked: number[] = []
  let lines = ['{"event":"ipc"}']
  const service = createDiagnosticsService({
    readFacts: () => Promise.resolve(facts),
    readLogLines: (count) => {
      asked.push(count)
      return lines
    },
    files: { save },
    timer: { now: () => new Date('2026-11-23T01:02:03.000Z') },
  })
  return { service, asked, logMore: () => void (lines = [...lines, '{"event":"later"}']) }
}

describe('S-23: the diagnostics file', () => {
  it('says what helps to find a fault, without anybody’s name, address or password', async () => {
    const { service, asked } = diagnosticsOver()
    const { fileName, text } = await service.read()
    expect(fileName).toBe('saihakko-desk-diagnostics-2026-11-23.txt')
    expect(asked).toEqual([200])
    expect(text.split('\n')).toEqual([
      '再発行デスク 診断情報',
      '氏名、ID、検索条件、パスワードは含まれていません。',
      '',
      '作成日時: 2026-11-23T01:02:03.000Z',
      'アプリ: 0.1.0 (chromium)',
      'OS: linux 6.1 x64',
      'Node: 24.0.0',
      '保管場所: memory',
      'サーバー: desk.example:8443 (given)',
      '証明書: AB:CD (person)',
      '接続: unreachable, certificate_changed, 2026-11-23T00:00:00.000Z',
      'サーバーとの時計の差: 1200 ms',
      '',
      '設定:',
      '  language: ja',
      '  theme: light',
      '  clipboardSeconds: 60',
      '  autoLockMinutes: 5 (組織で決められた値)',
      '  hideOnBlur: false',
      '  verbalAlphabet: call-centre',
      '  speaksAloud: false',
      '  passwordLength: null',
      '  density: comfortable',
      '  組織の設定の一部を読み取れません。',
      '',
      '記録:',
      '{"event":"ipc"}',
      '',
    ])
  })

  it('holds exactly what was shown, whatever has been logged since (E46)', async () => {
    const saved: unknown[] = []
    const { service, logMore } = diagnosticsOver((fileName, text) => {
      saved.push({ fileName, text })
      return Promise.resolve(true)
    })
    const shown = await service.read()
    logMore()
    expect(await service.save()).toEqual({ isSaved: true })
    expect(saved).toEqual([shown])
  })

  it('is not written unseen', async () => {
    await expect(diagnosticsOver().service.save()).rejects.toMatchObject({ code: 'file_not_written' })
  })

  it('tells when nothing was chosen, and when it could not be written', async () => {
    const cancelled = createDiagnosticsHandlers(diagnosticsOver(() => Promise.resolve(false)).service)
    await cancelled.read({})
    expect(await cancelled.save({})).toEqual({ isSaved: false })
    const full = diagnosticsOver(() => Promise.reject(new Error('ENOSPC'))).service
    await full.read()
    await expect(full.save()).rejects.toMatchObject({ code: 'file_not_written' })
  })
})
