import type { LogFacts } from '../ports/log-port.ts'

/** What is written in place of what must not be. */
export const removed = '[removed]'

const maxValueLength = 500

/** Facts that hold a secret or name a person, whatever their value. Single words, so that `tokenize` and `passes` stay. */
const secretName = /password|passwd|secret|token|bearer|authori[sz]ation|cookie|credential|proof|^note$|^query$/i
const personName = /^(?:login|user|member)(?:Id|Name)$|phone|fax|e?mail|address/i

/** The same inside a text: `password=…`, `"suggestionToken":"…"`. The value goes, up to the closing quotation mark or a space. */
const assignedSecret =
  /((?:password|passwd|secret|token|authori[sz]ation|cookie|credential|proof)\w*\\?["']?\s*[:=]\s*)(?:\\?"[^"]*"|'[^']*'|(?!\[removed\])[^\s,}&]+)/gi
const secretShapes = [
  /\bbearer\s+[^\s"',}]+/gi,
  // A session’s token and any proof like it: 32 bytes and more as base64url.
  /[\w-]{43,}/g,
  // A temporary password: capitals, small letters and digits in one run of ten and more (identifiers of ours have no such mix).
  /(?<![A-Za-z0-9])(?=[A-Z\d]*[a-z])(?=[a-z\d]*[A-Z])(?=[A-Za-z]*\d)[A-Za-z0-9]{10,}(?![A-Za-z0-9])/g,
  // Users, members and login IDs, of the forms that are in use.
  /\b[A-Z]{4}\d{6}[A-Z]{3}\d{7}\b/g,
  /\b[A-Z]{2}\d{6}\b/g,
]

/** What could end a line, colour a terminal or turn the reading direction round; JSON itself escapes only the first 32. */
// oxlint-disable-next-line no-control-regex -- control characters are what it is about
const unseen = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/**
 * The second net under the rule that a log holds names, codes and durations only (ASVS 16.2.5): takes out what looks like a
 * token, a password or a person. Nothing may rely on it.
 */
export function redactText(text: string): string {
  const named = text.replace(assignedSecret, `$1${removed}`)
  return secretShapes.reduce((kept, shape) => kept.replace(shape, removed), named).slice(0, maxValueLength)
}

export function redactFacts(facts: LogFacts): LogFacts {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [redactText(name), isSecretName(name) ? removed : redactValue(value)]),
  )
}

/** One line of JSON, without its end. `level`, `at` and `event` are the log’s own: facts of these names do not replace them. */
export function formatLogLine(level: string, at: string, event: string, facts: LogFacts = {}): string {
  const line = JSON.stringify({ ...redactFacts(facts), level, at, event: redactText(event) })
  return line.replace(unseen, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** A line that was written earlier, redacted as it would be now; nothing for what is no line of ours. */
export function redactLogLine(line: string): string | undefined {
  try {
    const { level, at, event, ...facts } = JSON.parse(line) ?? {}
    return typeof event === 'string' ? formatLogLine(String(level), String(at), event, facts) : undefined
  } catch {
    return undefined
  }
}

const isSecretName = (name: string): boolean => secretName.test(name) || personName.test(name)

/** Nothing but the simple kinds: an object could hold anything. */
function redactValue(value: unknown): LogFacts[string] {
  if (typeof value === 'string') return redactText(value)
  return typeof value === 'number' || typeof value === 'boolean' || value === undefined ? value : removed
}
