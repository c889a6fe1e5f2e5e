import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { MailTransportPort } from '../../src-server/modules/notifications/mail-transport-port.ts'
import { createNotificationService } from '../../src-server/modules/notifications/notification-service.ts'
import {
  createOutboxDeliveryService,
  type DeliveryLog,
  type DeliveryReport,
} from '../../src-server/modules/notifications/outbox-delivery-service.ts'
import type { Tables } from '../../src-server/database/tables.ts'
import { people, type PersonName } from './server-fixtures.ts'

/** Writes a reissue and its notices down, as the transaction of a reissue does. */
export async function queueReissue(
  db: Kysely<Tables>,
  { target, issuer, at, hasSecurityContact = false }: QueuedReissue,
): Promise<string> {
  const { memberId, userId, role } = people[target]
  const reissueId = randomUUID()
  await db
    .insertInto('reissues')
    .values({
      member_id: memberId,
      reissue_id: reissueId,
      user_id: userId,
      issued_by_member_id: people[issuer].memberId,
      issued_by_user_id: people[issuer].userId,
      issued_at: at,
      expires_at: new Date(at.getTime() + 86_400_000),
      origin: 'generated',
      verification_id: null,
      note: null,
      used_at: null,
      superseded_at: null,
    })
    .execute()
  const notices = createNotificationService(randomUUID).queueReissueNotices(db, {
    memberId,
    userId,
    userRole: role,
    reissueId,
    issuerUserId: people[issuer].userId,
    administratorIds: [people.administrator, people.otherAdministrator, people.foreignAdministrator]
      .filter((administrator) => administrator.memberId === memberId)
      .map((administrator) => administrator.userId),
    hasSecurityContact,
    at,
  })
  await notices.execute()
  return reissueId
}

export interface QueuedReissue {
  readonly target: PersonName
  readonly issuer: PersonName
  readonly at: Date
  readonly hasSecurityContact?: boolean
}

export const addressOf = (name: PersonName): string => `${people[name].loginId.toLowerCase()}@example.test`

export interface TestMailer {
  deliver(): Promise<DeliveryReport>
  /** Every line that the mailer logged. */
  readonly lines: readonly string[]
}

/** The mailer of one server process, without its clockwork. */
export function createTestMailer(db: Kysely<Tables>, clock: () => Date, transport: MailTransportPort): TestMailer {
  const lines: string[] = []
  const write = (fields: object, message: string): void => void lines.push(JSON.stringify({ ...fields, message }))
  const log: DeliveryLog = { info: write, warn: write }
  const delivery = createOutboxDeliveryService({ db, clock, transport, messageIdDomain: 'desk.example.test', log })
  const never = new AbortController().signal
  return { deliver: () => delivery.deliverDue(never, never), lines }
}
