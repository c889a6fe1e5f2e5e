import { randomUUID } from 'node:crypto'
import type { AuditAction } from '../../src-server/modules/audit/audit-service.ts'
import { people, type PersonName } from './server-fixtures.ts'

export interface CaseRequest {
  readonly as?: PersonName
  readonly token?: string
  readonly params?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** One way to call a route, and the one event that it must leave: no more, no less. */
export interface Case {
  readonly action: AuditAction
  /** The code of a refusal; left out for what is done. */
  readonly code?: string
  readonly target?: PersonName
  /** Prepares what is needed, with events of its own, and gives what is then sent. */
  readonly request: () => CaseRequest | Promise<CaseRequest>
}
/** Why a route leaves no event. */
export interface Nothing {
  readonly none: string
}

export const onUser = (as: PersonName, target: PersonName, body?: unknown): (() => CaseRequest) => {
  return () => ({ as, params: { userId: people[target].userId }, body })
}
export const anyId = { reissueId: randomUUID(), verificationId: randomUUID() }
export const byStaff: Case = {
  action: 'call_route',
  code: 'forbidden_role',
  request: () => ({ as: 'staff', params: anyId }),
}
export const ownActs = 'it shows acts that are events themselves (decision 0010)'
export const ownSession = 'one’s own session and rules are nobody else’s data; without a session the caller is nobody'
