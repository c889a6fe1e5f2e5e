import type { Session } from '../../src-shared/api/sessions.ts'

/** What survives the end of the app: a session that comes back locked. */
export interface KeptSession {
  readonly serverUrl: string
  readonly token: string
  readonly session: Session
}

/** Where the session’s token is kept over a restart: the system’s keychain, or nowhere (E35–E37). Never throws. */
export interface SessionVaultPort {
  /** `memory`: nothing is kept over a restart, since this system has no keychain that deserves the name. */
  storage(): Promise<'keychain' | 'memory'>
  /** Nothing for what is damaged, foreign or of another version: it is set aside, and the person logs in. */
  load(): Promise<KeptSession | undefined>
  save(kept: KeptSession): Promise<void>
  clear(): Promise<void>
}
