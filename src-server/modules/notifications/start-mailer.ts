import { setTimeout as wait } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { MailConfiguration } from '../../config/read-configuration.ts'
import type { Tables } from '../../database/tables.ts'
import { createNodemailerTransport } from './nodemailer-mail-transport.ts'
import { createOutboxDeliveryService, type DeliveryLog } from './outbox-delivery-service.ts'
import { startOutboxLoop, type OutboxLoop } from './outbox-loop-service.ts'

export interface MailerOptions {
  readonly db: Kysely<Tables>
  readonly clock: () => Date
  readonly mail: MailConfiguration
  readonly log: DeliveryLog
}

/** Puts the mailer of one process together and sets it going. Several processes may do so over one database. */
export function startMailer({ db, clock, mail, log }: MailerOptions): OutboxLoop {
  const transport = createNodemailerTransport(mail)
  const messageIdDomain = mail.from.slice(mail.from.lastIndexOf('@') + 1)
  const delivery = createOutboxDeliveryService({ db, clock, transport, messageIdDomain, log })
  return startOutboxLoop({ delivery, log, wait: (delayMs, signal) => wait(delayMs, undefined, { signal }) })
}
