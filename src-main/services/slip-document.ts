import { createHash } from 'node:crypto'
import type { ReissueRecord } from '../../src-shared/api/reissues.ts'
import {
  groupForReading,
  readAloud,
  readAloudGroupLength,
  type ReadAloudChoice,
  type VerbalAlphabet,
} from '../../src-shared/domain/read-aloud.ts'
import { formatInstant, formatValidity, type Language } from '../../src-shared/domain/time.ts'
import type { PaperDocument, Paper } from '../ports/slip-printer-port.ts'
import { writeSlipStyle } from './slip-style.ts'
import { slipWords, type SlipWords } from './slip-words.ts'

/** Boxes for writing the password down by hand: in groups of four, as it is read out (U11). */
const boxGroups = 4

export interface SlipFacts {
  readonly record: Pick<
    ReissueRecord,
    'loginId' | 'userId' | 'userName' | 'memberId' | 'memberName' | 'timeZone' | 'issuedAt' | 'expiresAt' | 'issuedBy'
  >
  readonly paper: Paper
  readonly language: Language
  /** Left out: boxes to write it in by hand. */
  readonly temporaryPassword?: string | undefined
  /** The words in which its letters are spelt, for whoever is not sure of one (U9). */
  readonly alphabet: VerbalAlphabet
}

/** The slip (連絡票) as a page: one element of style allowed by its hash, no script, nothing from elsewhere but two fonts. */
export function writeSlip(facts: SlipFacts): PaperDocument {
  const { paper, language } = facts
  const style = writeSlipStyle(paper)
  const html = `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>Saihakko Desk</title><style>${style}</style></head>
<body>${writeBody(facts, slipWords[language])}</body></html>
`
  return { html, paper, contentSecurityPolicy: allowOnly(style) }
}

const allowOnly = (style: string): string =>
  [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

function writeBody(facts: SlipFacts, say: SlipWords): string {
  const { record, language } = facts
  const at = (instant: string): string => formatInstant(instant, record.timeZone, language)
  return `
<header>
  <p class="kind">${escapeHtml(say.kind)}</p>
  <h1>${escapeHtml(say.title)}</h1>
  <p class="to">${isolate(say.to(record.userName))}</p>
  <p class="lead">${escapeHtml(say.lead)}</p>
</header>
<section class="keys">
  <div><p class="label">${escapeHtml(say.loginId)}</p><p class="login mono">${isolate(record.loginId)}</p></div>
  <div><p class="label">${escapeHtml(say.password)}</p>${writePassword(facts, say)}</div>
  <div><p class="label">${escapeHtml(say.validUntil)}</p>
    <p class="until">${escapeHtml(formatValidity(record.expiresAt, record.timeZone, language))}</p>
    <p class="hint">${escapeHtml(say.once)}</p></div>
</section>
<section><h2>${escapeHtml(say.stepsTitle)}</h2><ol>${writeItems(say.steps)}</ol></section>
<section class="trouble"><h2>${escapeHtml(say.troubleTitle)}</h2><ul>${writeItems(say.trouble)}</ul></section>
<footer>
  <p class="destroy">${escapeHtml(say.destroy)}</p>
  <dl>
    ${writeFact(say.memberName, record.memberName, record.memberId)}
    <dt>${escapeHtml(say.userId)}</dt><dd>${writeCode(record.userId)}</dd>
    ${writeFact(say.issuedAt, at(record.issuedAt))}
    ${writeFact(say.issuedBy, record.issuedBy.userName, record.issuedBy.loginId)}
  </dl>
</footer>`
}

const writeFact = (label: string, text: string, code = ''): string =>
  `<dt>${escapeHtml(label)}</dt><dd>${isolate(text)} ${writeCode(code)}</dd>`

const writeCode = (code: string): string => `<span class="mono">${isolate(code)}</span>`

function writePassword({ temporaryPassword, language, alphabet }: SlipFacts, say: SlipWords): string {
  if (temporaryPassword === undefined) {
    const group = `<span>${'<i></i>'.repeat(readAloudGroupLength)}</span>`
    const boxes = `<div class="boxes" aria-hidden="true">${group.repeat(boxGroups)}</div>`
    return `<p>${escapeHtml(say.toldPassword)}</p>${boxes}<p class="hint">${escapeHtml(say.boxes)}</p>`
  }
  const groups = groupForReading([...temporaryPassword]).map((group) => {
    const readings = group.map((character) => writeReading(character, { language, alphabet })).join('')
    const letters = escapeHtml(group.join(''))
    return `<div><p class="group mono">${letters}</p><ul class="readings">${readings}</ul></div>`
  })
  return `<div class="secret" translate="no">${groups.join('')}</div>`
}

/** `m 小文字 メキシコのm`. A character that no alphabet spells stands for itself. */
function writeReading(character: string, choice: ReadAloudChoice): string {
  const [said] = /^[A-Za-z0-9]$/.test(character) ? readAloud(character, choice) : []
  const words = said ? `${said.kindWord} ${said.word}` : ''
  return `<li><span class="mono">${escapeHtml(character)}</span>${escapeHtml(words)}</li>`
}

const writeItems = (items: readonly string[]): string => items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')

/** Text in a space of its own: no name turns round what stands after it, whatever it is written with. */
const isolate = (text: string): string => `<bdi>${escapeHtml(text)}</bdi>`

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as HTML shows it, letter by letter; what cannot be seen, but can change the reading, is left out. */
export const escapeHtml = (text: string): string =>
  text
    .replace(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu, '')
    .replace(/[&<>"']/g, (sign) => entities[sign] ?? '')
