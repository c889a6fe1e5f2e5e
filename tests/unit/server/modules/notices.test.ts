import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideNextAttempt, isMailAddress } from '../../../../src-server/modules/notifications/delivery-policy.ts'
import { composeNotice, type Notice } from '../../../../src-server/modules/notifications/notice-text.ts'
import { wordings } from '../../../../src-server/modules/notifications/notice-wording.ts'
import { startOutboxLoop } from '../../../../src-server/modules/notifications/outbox-loop-service.ts'
import { createManualTimer } from '../../../support/manual-timer.ts'

const kinds = ['password_reissued', 'verification_failed', 'suspicious_call', 'repeated_failures'] as const
const audiences = ['user', 'administrator', 'security_contact'] as const
const notice: Notice = {
  kind: 'password_reissued',
  audience: 'user',
  at: new Date('2026-11-24T14:59:00.000Z'),
  timeZone: 'Asia/Tokyo',
  subject: { loginId: 'CZ012739', userName: '髙橋 𠮷乃', memberName: 'アルファ商事' },
  actor: { userName: '窓口 太郎', memberName: 'ヘルプデスク' },
}

describe('composeNotice (P8)', () => {
  it('says in Japanese and then in English what happened, when, to whom, by whom, and what to do', () => {
    const { subject, text } = composeNotice(notice)
    expect(subject).toBe('【再発行デスク】パスワードが再発行されました / Saihakko Desk: Password reissued')
    const [japanese = '', english = ''] = text.split('-'.repeat(40))
    expect(japanese).toContain(`  日時: 2026年11月24日(火) 23:59（日本時間）
  ログインID: CZ012739
  対象の方: 髙橋 𠮷乃（アルファ商事）
  再発行した人: 窓口 太郎（ヘルプデスク）`)
    expect(japanese).toContain('お心当たりがない場合は、すぐに貴社の管理者へ')
    expect(english).toContain(`  When: Tue, 24 Nov 2026, 23:59 (Japan time)
  Login ID: CZ012739
  For: 髙橋 𠮷乃 (アルファ商事)
  Reissued by: 窓口 太郎 (ヘルプデスク)`)
    expect(english).toContain('If you did not ask for this, call your administrator at once')
  })

  it('tells the time in the member’s zone (U8)', () => {
    expect(composeNotice({ ...notice, timeZone: 'America/New_York' }).text).toContain('Tue, 24 Nov 2026, 09:59 (')
  })

  it.each(kinds.flatMap((kind) => audiences.map((audience) => [kind, audience] as const)))(
    'has words of its own for %s, %s: without a link, an address or a number to call',
    (kind, audience) => {
      const { text } = composeNotice({ ...notice, kind, audience })
      for (const { passages } of Object.values(wordings)) {
        expect(text).toContain(passages[kind][audience].what)
        expect(text).toContain(passages[kind][audience].advice)
      }
      expect(text).not.toMatch(/https?:|www\.|@|\d{2,4}-\d{3,4}/)
    },
  )

  it('has no text twice', () => {
    const texts = kinds.flatMap((kind) =>
      audiences.map((audience) => composeNotice({ ...notice, kind, audience }).text),
    )
    expect(new Set(texts).size).toBe(texts.length)
  })

  it('lets no name forge a header or a line of its own (P23)', () => {
    const { subject } = composeNotice(notice)
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const person = { userName: name, memberName: name }
        const forged = composeNotice({ ...notice, subject: { ...person, loginId: name }, actor: person })
        expect(forged.subject).toBe(subject)
        expect(forged.text.split('\n')).toHaveLength(composeNotice(notice).text.split('\n').length)
      }),
    )
    const named = { userName: '田中\r\nBcc: a@b.c\u2028\u202eevil', memberName: 'M' }
    expect(composeNotice({ ...notice, actor: named }).text).toContain('田中 Bcc: a@b.c evil（M）')
  })
})

describe('decideNextAttempt (R4)', () => {
  const queuedAt = new Date('2026-11-23T00:00:00.000Z')
  const minutesTo = (attempts: number): number => {
    const next = decideNextAttempt(queuedAt, attempts, queuedAt)
    return ((next?.getTime() ?? Number.NaN) - queuedAt.getTime()) / 60_000
  }

  it('waits a minute, then twice as long each time, six hours at the most', () => {
    expect([1, 2, 3, 4, 9, 10, 60].map(minutesTo)).toEqual([1, 2, 4, 8, 256, 360, 360])
  })

  it('ends after three days', () => {
    const at = (hours: number) => new Date(queuedAt.getTime() + hours * 3_600_000)
    expect(decideNextAttempt(queuedAt, 20, at(71.9))).toEqual(at(77.9))
    expect(decideNextAttempt(queuedAt, 20, at(72))).toBeUndefined()
  })
})

describe('isMailAddress', () => {
  it.each(['a@example.test', 'a..b.@docomo.example', "o'neil+x@例え.test"])('takes %s', (text) =>
    expect(isMailAddress(text)).toBe(true),
  )
  it.each(['', 'a', 'a@', '@b', 'a@b@c', 'a@b,c@d', 'a@b\r\nBcc: c', 'A <a@b>', 'a b@c', `${'a'.repeat(250)}@b.cc`])(
    'refuses %j',
    (text) => expect(isMailAddress(text)).toBe(false),
  )
})

describe('startOutboxLoop', () => {
  const log = { info: () => {}, warn: () => {} }
  const report = { sent: 0, retried: 0, givenUp: 0, isUnreachable: false }

  it('looks every 2 seconds, once a minute while nothing can be reached, and stops at once (R4, R7)', async () => {
    const timer = createManualTimer()
    const rounds: number[] = []
    const started = timer.now().getTime()
    const endings: (() => Promise<typeof report>)[] = [
      async () => report,
      async () => ({ ...report, isUnreachable: true }),
      () => Promise.reject(Object.assign(new Error('no database'), { code: 'ECONNREFUSED' })),
    ]
    const loop = startOutboxLoop({
      log,
      delivery: {
        deliverDue: () => {
          rounds.push((timer.now().getTime() - started) / 1000)
          return endings[rounds.length - 1]?.() ?? Promise.resolve(report)
        },
      },
      wait: (delayMs, signal) =>
        new Promise((resolve, reject) => {
          timer.after(delayMs, () => resolve(undefined))
          signal.addEventListener('abort', () => reject(new Error('aborted')))
        }),
    })
    await timer.advance(125_000)
    expect(rounds).toEqual([0, 2, 62, 122, 124])
    await loop.stop(1000)
    await timer.advance(130_000)
    expect(rounds).toHaveLength(5)
  })

  it('lets a round end, and breaks it off after its grace', async () => {
    const loop = startOutboxLoop({
      log,
      delivery: {
        deliverDue: (_signal, breakOff) =>
          new Promise((resolve) => breakOff.addEventListener('abort', () => resolve(report))),
      },
      wait: () => new Promise(() => {}),
    })
    await expect(loop.stop(10)).resolves.toBeUndefined()
  })
})
