import { join } from 'node:path'
import { createFileManagedSettings } from '../adapters/file-managed-settings.ts'
import { createMacosManagedSettings, managedPreferencesPath } from '../adapters/macos-managed-settings.ts'
import { createRegistryManagedSettings } from '../adapters/registry-managed-settings.ts'
import type { FoundRules, ManagedSettingsPort } from '../ports/managed-settings-port.ts'

export interface ManagedSurroundings {
  readonly platform: NodeJS.Platform
  readonly variables: NodeJS.ProcessEnv
  readonly isPackaged: boolean
}

const root = 0
/** They decide where passwords go and where the app’s updates come from. */
const registryOnly = ['serverUrl', 'trustedFingerprint', 'updateFeedUrl']

/**
 * Where this system keeps an organisation’s rules; of two places the first one wins, rule by rule. `SAIHAKKO_POLICY_FILE`
 * stands in for all of them while the app is being developed, never in a packaged one.
 */
export function findManagedSettings({ platform, variables, isPackaged }: ManagedSurroundings): ManagedSettingsPort {
  const given = isPackaged ? undefined : variables['SAIHAKKO_POLICY_FILE']
  if (given !== undefined && given !== '') {
    const trustedOwners = [root, process.getuid?.() ?? root]
    return createFileManagedSettings({ path: given, trustedOwners, platform })
  }
  const file = (path: string) => createFileManagedSettings({ path, trustedOwners: [root], platform })
  if (platform === 'win32') {
    const { SystemRoot = 'C:\\Windows', ProgramData = 'C:\\ProgramData' } = variables
    const shared = file(join(ProgramData, 'Saihakko Desk', 'policy.json'))
    return firstWins([createRegistryManagedSettings(SystemRoot), without(registryOnly, shared)])
  }
  if (platform === 'darwin') {
    const shared = file('/Library/Application Support/Saihakko Desk/policy.json')
    return firstWins([createMacosManagedSettings(managedPreferencesPath), shared])
  }
  return file('/etc/saihakko-desk/policy.json')
}

export function firstWins(sources: readonly ManagedSettingsPort[]): ManagedSettingsPort {
  return {
    async read() {
      const found = await Promise.all(sources.map((source) => source.read()))
      const later = found.toReversed()
      return {
        values: later.reduce<FoundRules['values']>((values, next) => ({ ...values, ...next.values }), {}),
        problems: found.flatMap(({ problems }) => problems),
      }
    },
  }
}

/**
 * Under %ProgramData% every user may make new folders: what is found there is not believed about `names`, and reported. Nor
 * does a spoilt file there keep the desks of others from their server.
 */
export function without(names: readonly string[], source: ManagedSettingsPort): ManagedSettingsPort {
  return {
    async read() {
      const { values, problems } = await source.read()
      const refused = names.filter((name) => Object.hasOwn(values, name))
      return {
        values: Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name))),
        problems: [
          ...problems.map((problem) => ({ ...problem, sparesServer: true }) as const),
          ...refused.map((name) => ({ source: 'file', code: 'not_trusted', name, sparesServer: true }) as const),
        ],
      }
    },
  }
}
