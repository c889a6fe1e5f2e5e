import type { Role } from '../../src-shared/domain/roles.ts'
import type { Rules } from '../modules/policy/rules.ts'

/** Whose live session a request carries. Read anew for every request, so that a changed right holds at once (P17). */
export interface Caller {
  readonly sessionId: string
  readonly userId: string
  readonly loginId: string
  readonly userName: string
  readonly role: Role
  readonly memberId: string
  readonly memberName: string
  /** IANA name of the member’s time zone. */
  readonly timeZone: string
  readonly mustChangePassword: boolean
  /** May read the audit. */
  readonly isAuditor: boolean
  /** When the caller last entered their own password in this session. */
  readonly authenticatedAt: Date
  readonly sessionCreatedAt: Date
  readonly sessionExpiresAt: Date
  readonly idleTimeoutSeconds: number
  /** Of the deployment, at the moment when the session was looked up. */
  readonly rules: Rules
}

/** Whether a request shows that somebody is there, or was sent by a program of its own accord. */
export type SessionUse = 'activity' | 'background'

/** Where a request came from, for the audit. */
export interface RequestOrigin {
  readonly requestId: string
  readonly remoteAddress: string
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the session check of a route that asks for a session; null elsewhere. */
    caller: Caller | null
  }
}
