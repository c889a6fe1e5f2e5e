import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { FoundRules, ManagedSettingsPort } from '../ports/managed-settings-port.ts'
import { noRules, parseRulesText, problem, readTrustedFile } from './file-managed-settings.ts'

const run = promisify(execFile)
const timeoutMs = 5_000
/** What configuration profiles write beside the rules. */
const ofTheProfile = /^(?:Payload|PFC_|com\.apple\.)/

export const managedPreferencesPath = '/Library/Managed Preferences/jp.saihakko.desk.plist'

/** The managed preferences that a configuration profile sets on a Mac; a property list that only the system writes. */
export function createMacosManagedSettings(path: string): ManagedSettingsPort {
  return {
    async read() {
      const file = await readTrustedFile({ path, trustedOwners: [0], platform: 'darwin' })
      if (file.kind === 'missing') return noRules
      if (file.kind === 'problem') return problem('preferences', file.code)
      try {
        const args = ['-convert', 'json', '-o', '-', path]
        const { stdout } = await run('/usr/bin/plutil', args, { timeout: timeoutMs })
        return parseConvertedPreferences(stdout)
      } catch {
        return problem('preferences', 'not_readable')
      }
    },
  }
}

/** What `plutil -convert json` prints, without what the profile itself adds. */
export function parseConvertedPreferences(output: string): FoundRules {
  const { values, problems } = parseRulesText(output, 'preferences')
  return { values: Object.fromEntries(Object.entries(values).filter(([name]) => !ofTheProfile.test(name))), problems }
}
