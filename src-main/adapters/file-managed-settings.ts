import { open, stat } from 'node:fs/promises'
import type { Stats } from 'node:fs'
import { dirname } from 'node:path'
import type { FoundRules, ManagedSettingsPort, RuleProblem } from '../ports/managed-settings-port.ts'

/** A policy file is a handful of lines; whatever is larger is none. */
const maxBytes = 64 * 1024
const writableByOthers = 0o022

export interface FileManagedSettingsOptions {
  readonly path: string
  /** Whose file is believed where there are owners (POSIX): root’s, by their numbers. */
  readonly trustedOwners: readonly number[]
  readonly platform: NodeJS.Platform
}

/** The organisation’s rules in a JSON file. No such file: no rules. */
export function createFileManagedSettings(options: FileManagedSettingsOptions): ManagedSettingsPort {
  return {
    async read() {
      const found = await readTrustedFile(options)
      if (found.kind === 'missing') return noRules
      return found.kind === 'problem' ? problem('file', found.code) : parseRulesText(found.text, 'file')
    },
  }
}

export const noRules: FoundRules = { values: {}, problems: [] }

export const problem = (source: RuleProblem['source'], code: RuleProblem['code']): FoundRules => ({
  values: {},
  problems: [{ source, code }],
})

/** Takes the text of a JSON object apart; anything else is a problem, never a crash. */
export function parseRulesText(text: string, source: RuleProblem['source']): FoundRules {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { values: { ...value }, problems: [] }
  } catch {
    // Told below, as for any other text that is no object.
  }
  return problem(source, 'not_understood')
}

export type TrustedFile =
  | { readonly kind: 'missing' }
  | { readonly kind: 'problem'; readonly code: 'not_trusted' | 'not_readable' }
  | { readonly kind: 'read'; readonly text: string }

/**
 * Reads a file only when none but administrators could have written it: what it says decides where passwords are sent.
 * The open file itself is looked at, not its name, so that it cannot be exchanged in between.
 */
export async function readTrustedFile(options: FileManagedSettingsOptions): Promise<TrustedFile> {
  const { path } = options
  try {
    const file = await open(path, 'r')
    try {
      const [own, folder] = await Promise.all([file.stat(), stat(dirname(path))])
      if (!own.isFile() || own.size > maxBytes) return { kind: 'problem', code: 'not_readable' }
      if (!isTrusted(own, options) || !isTrusted(folder, options)) return { kind: 'problem', code: 'not_trusted' }
      // As windows’ editors save it, a mark of the byte order stands in front.
      return { kind: 'read', text: (await file.readFile('utf8')).replace(/^\uFEFF/, '') }
    } finally {
      await file.close()
    }
  } catch (error) {
    return isMissing(error) ? { kind: 'missing' } : { kind: 'problem', code: 'not_readable' }
  }
}

/** Windows has no such owners and modes: see resources/policies/README.md for what its file may say. */
const isTrusted = ({ uid, mode }: Stats, { trustedOwners, platform }: FileManagedSettingsOptions): boolean =>
  platform === 'win32' || (trustedOwners.includes(uid) && (mode & writableByOthers) === 0)

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
