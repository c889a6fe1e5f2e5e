import type { Kysely } from 'kysely'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import type { Tables } from '../../database/tables.ts'
import type { Caller, RequestOrigin } from '../../plugins/request-context.ts'
import type { AuditAction, AuditService } from '../audit/audit-service.ts'
import { openAccounts, type UserRecord } from '../users/account-service.ts'
import type { Refusal } from './reissue-policy.ts'

export interface Attempt {
  readonly action: AuditAction
  readonly caller: Caller
  readonly origin: RequestOrigin
  /** Undefined for a user whom the caller may not see. */
  readonly target?: UserRecord | undefined
}

export interface RefusalService {
  /** Records a refusal and throws it, with the administrators to call where it refers to them. */
  refuse(attempt: Attempt, refusal: Refusal): Promise<never>
}

export function createRefusalService(db: Kysely<Tables>, audit: AuditService): RefusalService {
  return {
    async refuse({ action, caller, origin, target }, { code, fields }) {
      await audit.append(db, { action, outcome: 'refused', actor: caller, target, origin, details: { code } })
      const refersToOthers = code === 'administrator_required' && target !== undefined
      const administrators = refersToOthers ? await openAccounts(db).listActiveAdministrators(target.memberId) : []
      const contacts = administrators.map(({ userName, phone }) => ({ userName, phone }))
      throw new AppError(code, { ...(fields ? { fields } : {}), ...(refersToOthers ? { contacts } : {}) })
    },
  }
}
