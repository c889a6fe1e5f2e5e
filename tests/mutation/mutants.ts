import { serverErrors } from '../../src-shared/errors/server-errors.ts'

/** A source with one thing changed. */
export interface Mutant {
  /** Counted from 1. */
  readonly line: number
  readonly what: string
  readonly code: string
}

interface Change {
  readonly start: number
  readonly end: number
  readonly replacement: string
}

const codes = Object.keys(serverErrors).join('|')

/** Which text becomes what. Each match of each is a mutant of its own. */
const operators: readonly (readonly [pattern: RegExp, replace: (found: string) => string])[] = [
  [/ === /g, () => ' !== '],
  [/ !== /g, () => ' === '],
  [/ && /g, () => ' || '],
  [/ \|\| /g, () => ' && '],
  [/ >= /g, () => ' > '],
  [/ <= /g, () => ' < '],
  [/ > (?=[\w(])/g, () => ' >= '],
  [/ < (?=[\w(])/g, () => ' <= '],
  [/\b(?:true|false)\b/g, (found) => (found === 'true' ? 'false' : 'true')],
  [/!(?=[\w(])/g, () => ''],
  [/(?<=\bif )\(.*\)(?= (?:return|throw))/g, (found) => `(!${found})`],
  // A refusal for another reason, and none at all.
  [new RegExp(`'(?:${codes})'`, 'g'), (found) => (found === "'conflict'" ? "'not_found'" : "'conflict'")],
  [new RegExp(`(?<=(?:return|[?:]) )'(?:${codes})'`, 'g'), () => 'undefined'],
  [/\b\d+\b(?!')/g, (found) => String(Number(found) + 1)],
]

/** Lines that are a guard of their own: without them nothing else changes. */
const guardLine = /^ *(?:if \(.*\) (?:return|throw)|(?:await )?\w+\(.*\)$|throw ).*$/

/** Every mutant of a source, in the order of its lines. Comments, imports and types are left alone. */
export function listMutants(source: string): Mutant[] {
  const mutants: Mutant[] = []
  let offset = 0
  for (const [index, text] of source.split('\n').entries()) {
    for (const { start, end, replacement } of isCode(text) ? changesOf(text) : []) {
      const code = source.slice(0, offset + start) + replacement + source.slice(offset + end)
      mutants.push({ line: index + 1, what: describe(text, { start, end, replacement }), code })
    }
    offset += text.length + 1
  }
  return mutants
}

const isCode = (text: string): boolean =>
  !/^\s*(?:\/?\*|\/\/|import |export (?:type|interface) |(?:export )?function |readonly |\| )/.test(text) &&
  !/^ {2}'\w+' \| /.test(text)

function changesOf(text: string): Change[] {
  const found = operators.flatMap(([pattern, replace]) =>
    [...text.matchAll(pattern)].map(({ 0: match, index }) => ({
      start: index,
      end: index + match.length,
      replacement: replace(match),
    })),
  )
  return guardLine.test(text) ? [...found, { start: 0, end: text.length, replacement: '' }] : found
}

function describe(text: string, { start, end, replacement }: Change): string {
  if (replacement === '' && end - start === text.length) return `without “${text.trim()}”`
  return `“${text.trim()}” → “${(text.slice(0, start) + replacement + text.slice(end)).trim()}”`
}
