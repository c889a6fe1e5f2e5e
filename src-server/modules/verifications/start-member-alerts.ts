import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { Tables } from '../../database/tables.ts'
import { createNotificationService } from '../notifications/notification-service.ts'
import { createPolicyService } from '../policy/policy-service.ts'
import { startMemberAlertLoop, type MemberAlertLoop, type MemberAlertLoopOptions } from './member-alert-loop-service.ts'
import { createMemberAlertService } from './member-alert-service.ts'

export interface MemberAlertsOptions {
  readonly db: Kysely<Tables>
  readonly clock: () => Date
  readonly log: MemberAlertLoopOptions['log']
}

/** Puts the watch over failed verifications of one process together and sets it going. */
export function startMemberAlerts({ db, clock, log }: MemberAlertsOptions): MemberAlertLoop {
  const [policy, notifications] = [createPolicyService(), createNotificationService(randomUUID)]
  const alerts = createMemberAlertService({ db, clock, policy, notifications })
  return startMemberAlertLoop({ alerts, log, wait: (delayMs, signal) => wait(delayMs, undefined, { signal }) })
}
