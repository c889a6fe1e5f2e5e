import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { escapeHtml } from '../../../src-main/services/slip-document.ts'
import { slipPassword, slipRecord, writeSampleSlip } from '../../support/slip-fixtures.ts'

/** What can be read on the page. */
const textOf = (html: string): string => html.replace(/^[^]*<body>/, '').replace(/<[^>]*>/g, '')

describe('the slip', () => {
  it('says for whom, until when in full, what to do, and who issued it, in Japanese (U8)', () => {
    const text = textOf(writeSampleSlip().html)
    for (const part of [
      'テスト テスト2 様',
      'CZ021017',
      'EJUM128951TST0020001',
      'テスト テスト',
      '2026年11月24日(火) 23:59 まで有効（日本時間）',
      'お伝えした仮パスワードをお使いください。',
      'WR012739',
    ])
      expect(text).toContain(part)
  })

  it('and in English', () => {
    const { html } = writeSampleSlip({ language: 'en' })
    const text = textOf(html)
    expect(html).toContain('<html lang="en">')
    for (const part of [
      'For テスト テスト2',
      'CZ021017',
      'valid until Tue, 24 Nov 2026, 23:59 (Japan time)',
      'you were told',
    ])
      expect(text).toContain(part)
  })

  it('has the size of the paper', () => {
    expect(writeSampleSlip({ paper: 'A4' }).html).toContain('@page { size: A4;')
    expect(writeSampleSlip({ paper: 'A5' })).toMatchObject({ paper: 'A5' })
    expect(writeSampleSlip({ paper: 'A5' }).html).toContain('@page { size: A5;')
  })

  it('shows the password in groups of four with how each character is said, or boxes to write it in (U9, U11)', () => {
    const withPassword = textOf(writeSampleSlip({ temporaryPassword: slipPassword }).html)
    for (const part of ['mXac', 'knvU', '7Qwe', '大文字 エックス線のX', '数字 なな'])
      expect(withPassword).toContain(part)
    expect(withPassword).not.toContain('お伝えした')
    const without = writeSampleSlip().html
    expect(without).not.toContain('7Qwe')
    expect(without.match(/<i><\/i>/g)).toHaveLength(16)
  })

  it('takes a password that no alphabet spells as it is', () => {
    expect(textOf(writeSampleSlip({ temporaryPassword: 'a&<”é' }).html)).toContain('a&amp;&lt;”é')
  })

  it.each([
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    '</style><style>*{display:none}</style>',
    "' onmouseover='x",
    '&lt;b&gt;',
    '\u202Ereversed\u0000',
  ])('shows a hostile name letter by letter: %j', (userName) => {
    const issuedBy = { ...slipRecord.issuedBy, userName, loginId: userName }
    const record = { ...slipRecord, userName, memberName: userName, loginId: userName, memberId: userName, issuedBy }
    const { html } = writeSampleSlip({ record })
    const tags = (text: string): string[] => text.match(/<[^>]*>/g) ?? []
    expect(tags(html)).toEqual(tags(writeSampleSlip().html))
    expect(html).toContain(escapeHtml(userName))
    for (const invisible of ['\u202E', '\u0000']) expect(html).not.toContain(invisible)
  })

  it('may load two fonts, its own style by its hash, and nothing else', () => {
    const { html, contentSecurityPolicy } = writeSampleSlip({ temporaryPassword: slipPassword })
    const style = /<style>([^]*)<\/style>/.exec(html)?.[1] ?? ''
    const hash = createHash('sha256').update(style).digest('base64')
    expect(contentSecurityPolicy).toContain(`style-src 'sha256-${hash}'`)
    expect(contentSecurityPolicy).toMatch(/^default-src 'none'; /)
    expect(contentSecurityPolicy).not.toMatch(/unsafe|script-src|connect-src|https?:|\*/)
    expect(html.replace(style, '')).not.toMatch(/<script|<img|<link|style=|src=|href=| on\w+=/)
  })
})
