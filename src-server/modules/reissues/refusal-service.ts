import type { Kysely } from 'kysely'
import { AppError, isServerErrorCode } from '../../../src-shared/errors/catalogue.ts'
import type { ScopedDatabases } from '../../database/scoped-databases.ts'
import type { Tables } from '../../database/tables.ts'
import type { Caller, RequestOrigin } from '../../plugins/request-context.ts'
import type { AuditAction, AuditedUser, AuditEvent, AuditService } from '../audit/audit-service.ts'
import { openAccounts } from '../users/account-service.ts'
import type { Refusal } from './reissue-policy.ts'

export interface Attempt {
  readonly action: AuditAction
  readonly caller: Caller
  readonly origin: RequestOrigin
  /** Undefined for a user whom the caller may not see. */
  readonly target?: AuditedUser | undefined
  /** What the audit says besides the code. */
  readonly details?: AuditEvent['details']
}

export interface RefusalService {
  /** Records a refusal and throws it, with the administrators to call where it refers to them. */
  refuse(attempt: Attempt, refusal: Refusal): Promise<never>
  /** Does something in a transaction of its own. An AppError thrown there undoes it, and is then recorded as a refusal. */
  attempt<T>(attempt: Attempt, work: (tx: Kysely<Tables>) => Promise<T>): Promise<T>
}

export function createRefusalService(databases: ScopedDatabases, audit: AuditService): RefusalService {
  const refuse: RefusalService['refuse'] = async (attempt, { code, fields, retryAfterSeconds }) => {
    const { action, caller, origin, target } = attempt
    const db = databases.of(caller)
    const details = { ...attempt.details, code }
    await audit.append(db, { action, outcome: 'refused', actor: caller, target, origin, details })
    const refersToOthers = code === 'administrator_required' && target !== undefined
    const administrators = refersToOthers ? await openAccounts(db).listActiveAdministrators(target.memberId) : []
    const contacts = administrators.map(({ userName, phone }) => ({ userName, phone }))
    throw new AppError(code, {
      ...(fields ? { fields } : {}),
      ...(refersToOthers ? { contacts } : {}),
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    })
  }

  return {
    refuse,
    async attempt(attempt, work) {
      try {
        return await databases.of(attempt.caller).transaction().execute(work)
      } catch (error) {
        if (!(error instanceof AppError) || !isServerErrorCode(error.code)) throw error
        const { fields } = error.facts
        return refuse(attempt, { code: error.code, ...(fields ? { fields } : {}) })
      }
    },
  }
}
