/** A server that the test run has started, in words that a test’s process can be given. */
export interface RunningDirectory {
  readonly kind: 'open-ldap' | 'active-directory' | 'ds389'
  readonly version: string
  readonly host: string
  /** Of LDAPS. */
  readonly port: number
  /** Without TLS from the start; StartTLS is offered. */
  readonly plainPort: number
  readonly caFile: string
  readonly pid: number
  readonly folder: string
  /** Above `ou=members` and all the rest. */
  readonly suffix: string
  /** The administrator of the tests, who brings about what the tested code meets. */
  readonly administrator: { readonly bindDn: string; readonly password: string }
  /** The service account with the rights of docs/directories.md, and its password in a file. */
  readonly service: { readonly bindDn: string; readonly password: string; readonly passwordFile: string }
  readonly startMs: number
}

export type ProvidedDirectory =
  | { readonly isRunning: true; readonly directory: RunningDirectory }
  /** `isAllowed`: to be skipped, with the reason. */
  | { readonly isRunning: false; readonly reason: string; readonly isAllowed: boolean }

export interface ProvidedDirectories {
  readonly openLdap: ProvidedDirectory
  readonly activeDirectory: ProvidedDirectory
  readonly ds389: ProvidedDirectory
}

declare module 'vitest' {
  interface ProvidedContext {
    directories: ProvidedDirectories
  }
}
