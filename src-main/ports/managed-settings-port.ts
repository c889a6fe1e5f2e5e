/** What was found at the place where the organisation puts its rules, not yet understood. */
export interface FoundRules {
  readonly values: Readonly<Record<string, unknown>>
  readonly problems: readonly RuleProblem[]
}

export interface RuleProblem {
  readonly source: 'file' | 'registry' | 'preferences'
  /**
   * `not_trusted`: somebody other than an administrator could have written it; `not_readable`: it is there, but reading it
   * failed; `not_understood`: it is of no form that is known.
   */
  readonly code: 'not_trusted' | 'not_readable' | 'not_understood'
  /** The rule, when only one of them is meant. */
  readonly name?: string
  /** Rules about the server are not taken from there, so none can have been lost. */
  readonly sparesServer?: true
}

/** Where an organisation’s rules for this machine come from. Reading never rejects; no rules are the usual case. */
export interface ManagedSettingsPort {
  read(): Promise<FoundRules>
}
