import type { Kysely } from 'kysely'
import type { Tables } from '../../database/tables.ts'
import type { NotificationService } from '../notifications/notification-service.ts'
import type { PolicyService } from '../policy/policy-service.ts'
import { openAccounts } from '../users/account-service.ts'
import { createMemberFailureRepository, type MemberFailures } from './member-failure-repository.ts'

export interface MemberAlertDependencies {
  /** In the role of the server: it looks at all members. */
  readonly db: Kysely<Tables>
  readonly clock: () => Date
  readonly policy: PolicyService
  readonly notifications: NotificationService
}

export interface MemberAlertService {
  /** Queues what is due, and gives the number of members told. */
  alertDue(): Promise<number>
}

/**
 * Tells a member’s administrators and the security contact that verifications for its users go wrong again and again (H3).
 * It looks and is not told: nobody concludes a verification that is broken off, and that is how probing for facts ends.
 */
export function createMemberAlertService(deps: MemberAlertDependencies): MemberAlertService {
  const { db, clock, policy, notifications } = deps

  /** The mark and the notices together: neither is there without the other (R2). */
  const alert = (failures: MemberFailures, at: Date): Promise<boolean> =>
    db.transaction().execute(async (tx) => {
      if (!(await createMemberFailureRepository(tx).markTold(failures, at))) return false
      const { memberId, userId, verificationId } = failures
      const administrators = await openAccounts(tx).listActiveAdministrators(memberId)
      const { securityContactEmail } = await policy.readRules(tx)
      await notifications.queueVerificationAlert(tx, {
        kind: 'repeated_failures',
        memberId,
        userId,
        verificationId,
        administratorIds: administrators.map((administrator) => administrator.userId),
        hasSecurityContact: securityContactEmail !== null,
        at,
      })
      return true
    })

  return {
    async alertDue() {
      const at = clock()
      let told = 0
      for (const failures of await createMemberFailureRepository(db).listDue(at))
        if (await alert(failures, at)) told += 1
      return told
    },
  }
}
