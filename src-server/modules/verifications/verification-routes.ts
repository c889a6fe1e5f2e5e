import { verificationRoutes } from '../../../src-shared/api/verifications.ts'
import type { RegisterRoute } from '../../plugins/register-route.ts'
import type { ApprovalService } from './approval-service.ts'
import type { VerificationListService } from './verification-list-service.ts'
import type { VerificationService } from './verification-service.ts'

export interface VerificationRouteServices {
  readonly verifications: VerificationService
  readonly approvals: ApprovalService
  readonly verificationLists: VerificationListService
}

export function registerVerificationRoutes(
  register: RegisterRoute,
  { verifications, approvals, verificationLists }: VerificationRouteServices,
): void {
  register('startVerification', verificationRoutes.startVerification, ({ caller, body, origin }) =>
    verifications.start(caller, body.userId, origin),
  )
  register('answerVerification', verificationRoutes.answerVerification, ({ caller, origin, params, body }) =>
    verifications.answer({ caller, origin, ...params }, body),
  )
  register('concludeVerification', verificationRoutes.concludeVerification, ({ caller, origin, params, body }) =>
    verifications.conclude({ caller, origin, ...params }, body),
  )
  register('listVerifications', verificationRoutes.listVerifications, ({ caller, query }) =>
    verificationLists.listVerifications(caller, query),
  )
  register('readVerification', verificationRoutes.readVerification, ({ params }) =>
    verificationLists.readVerification(params.verificationId),
  )
  register('decideVerification', verificationRoutes.decideVerification, ({ caller, origin, params, body }) =>
    approvals.decide({ caller, origin, ...params }, body.decision),
  )
}
