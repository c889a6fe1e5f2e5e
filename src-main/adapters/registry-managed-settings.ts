import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { FoundRules, ManagedSettingsPort, RuleProblem } from '../ports/managed-settings-port.ts'
import { noRules, problem } from './file-managed-settings.ts'

const run = promisify(execFile)
const key = String.raw`HKLM\Software\Policies\Saihakko\Desk`
const timeoutMs = 5_000

/** Windows group policies. Under this key only administrators can write. */
export function createRegistryManagedSettings(systemRoot: string): ManagedSettingsPort {
  // Named in full: a reg.exe somewhere else on the path would be somebody else’s word.
  const program = join(systemRoot, 'System32', 'reg.exe')
  return {
    async read() {
      try {
        const { stdout } = await run(program, ['query', key, '/reg:64'], { timeout: timeoutMs, windowsHide: true })
        return parseRegistryQuery(stdout)
      } catch (error) {
        // Without the key reg.exe ends with 1. Its words depend on the language, so nothing finer can be told from them.
        return error instanceof Error && 'code' in error && error.code === 1
          ? noRules
          : problem('registry', 'not_readable')
      }
    },
  }
}

/** One value as `reg.exe query` prints it: four spaces, name, four spaces, kind, four spaces, data (none when it is empty). */
const valueLine = /^ {4}(?<name>\S.*?) {4}(?<kind>REG_\w+)(?: {4}(?<data>.*))?$/

/** Takes the output of `reg.exe query` apart. Numbers are given as hexadecimal; the unnamed value of the key is no rule. */
export function parseRegistryQuery(output: string): FoundRules {
  const values: Record<string, unknown> = {}
  const problems: RuleProblem[] = []
  for (const line of output.split(/\r?\n/)) {
    const { name, kind, data = '' } = valueLine.exec(line)?.groups ?? {}
    if (name === undefined || name.startsWith('(')) continue
    const value = kind === 'REG_SZ' ? data.trimEnd() : kind === 'REG_DWORD' ? Number(data) : undefined
    if (value === undefined || Number.isNaN(value)) problems.push({ source: 'registry', code: 'not_understood', name })
    else values[name] = value
  }
  return { values, problems }
}
