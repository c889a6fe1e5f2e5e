import type { Kysely } from 'kysely'
import type { Tables } from '../../database/tables.ts'
import type { ListCursors } from '../../security/list-cursor.ts'
import type { AuditService } from '../audit/audit-service.ts'
import type { NotificationService } from '../notifications/notification-service.ts'
import type { PolicyService } from '../policy/policy-service.ts'
import type { RefusalService } from '../reissues/refusal-service.ts'
import type { ThrottleService } from '../throttling/throttle-service.ts'
import { createApprovalService } from './approval-service.ts'
import { createVerificationEnding } from './verification-ending-service.ts'
import { createVerificationListService } from './verification-list-service.ts'
import type { VerificationRouteServices } from './verification-routes.ts'
import { createVerificationService } from './verification-service.ts'

export interface VerificationsDependencies {
  readonly db: Kysely<Tables>
  readonly clock: () => Date
  readonly newId: () => string
  readonly audit: AuditService
  readonly policy: PolicyService
  readonly notifications: NotificationService
  readonly refusals: RefusalService
  readonly throttles: Pick<ThrottleService, 'chargeVerification'>
  readonly cursors: ListCursors
}

/** Everything that the helpdesk’s verification needs, put together; it always works across members. */
export function composeVerifications(deps: VerificationsDependencies): VerificationRouteServices {
  const lists = createVerificationListService(deps)
  return {
    verifications: createVerificationService({ ...deps, lists, ending: createVerificationEnding(deps) }),
    approvals: createApprovalService({ ...deps, lists }),
    verificationLists: lists,
  }
}
