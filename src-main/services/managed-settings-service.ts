import {
  managedSettingNames,
  managedSettingsSchema,
  type ManagedSettingName,
  type ManagedSettings,
} from '../../src-shared/managed-settings-schema.ts'
import type { LogPort } from '../ports/log-port.ts'
import type { FoundRules, ManagedSettingsPort } from '../ports/managed-settings-port.ts'

/** What the organisation has fixed for this machine, as far as it can be understood. */
export interface ManagedView {
  readonly values: ManagedSettings
  /** Something is there that does not hold: the operators have to mend it. */
  readonly hasUnreadableRules: boolean
  /** Among it, perhaps, which server this desk has to work with. */
  readonly isServerRuleLost: boolean
}

export const nothingManaged: ManagedView = { values: {}, hasUnreadableRules: false, isServerRuleLost: false }

const serverRules: readonly string[] = ['serverUrl', 'trustedFingerprint'] satisfies ManagedSettingName[]

/** Asks once, at the start of the app: a change of the rules holds from the next start on. Never rejects. */
export async function readManagedSettings(port: ManagedSettingsPort, log: LogPort): Promise<ManagedView> {
  const found = await port.read()
  const { values, refused, unknown } = parseRules(found)
  for (const { source, code, name } of found.problems) log.warn('rules', { source, code, rule: name })
  for (const name of refused) log.warn('rules', { code: 'value_refused', rule: name })
  // A rule of a later version, or a slip of the pen: told to the operators, no reason to alarm the user. Its name is not ours to log.
  if (unknown > 0) log.warn('rules', { code: 'unknown_rules', count: unknown })
  const names = Object.keys(values)
  if (names.length > 0) log.info('rules', { code: 'in_force', names: names.join(' ') })
  return {
    values,
    hasUnreadableRules: found.problems.length > 0 || refused.length > 0,
    isServerRuleLost: isServerRuleLost(found, values, refused),
  }
}

/** A rule about the server that could not be read, or a whole place that may have held one. */
function isServerRuleLost({ problems }: FoundRules, values: ManagedSettings, refused: readonly string[]): boolean {
  const counting = problems.filter(({ sparesServer }) => sparesServer !== true)
  const lostByName = [...refused, ...counting.map(({ name }) => name ?? '')].some((name) => serverRules.includes(name))
  return lostByName || (values.serverUrl === undefined && counting.some(({ name }) => name === undefined))
}

interface ParsedRules {
  readonly values: ManagedSettings
  /** Known, but with a value that cannot be. */
  readonly refused: readonly string[]
  readonly unknown: number
}

/** Each rule on its own: a bad value drops that one rule, never the others. */
export function parseRules({ values: given }: Pick<FoundRules, 'values'>): ParsedRules {
  const one = managedSettingsSchema.partial()
  const present = managedSettingNames.filter((name) => Object.hasOwn(given, name))
  const parsed = present.map((name) => ({ name, result: one.safeParse({ [name]: given[name] }) }))
  const values: ManagedSettings = {}
  for (const { result } of parsed) if (result.success) Object.assign(values, result.data)
  // It was meant to forbid something, or nobody would have written it.
  if (parsed.some(({ name, result }) => name === 'mayTryHere' && !result.success)) values.mayTryHere = false
  return {
    values,
    refused: parsed.filter(({ result }) => !result.success).map(({ name }) => name),
    unknown: Object.keys(given).length - present.length,
  }
}
