import type { Kysely } from 'kysely'
import type { Tables } from '../../database/tables.ts'
import { decideNextAttempt, isMailAddress } from './delivery-policy.ts'
import type { MailOutcome, MailTransportPort } from './mail-transport-port.ts'
import { composeNotice } from './notice-text.ts'
import type { NoticeAudience } from './notice-wording.ts'
import { createOutboxRepository, type ClaimedNotice, type NoticeFacts } from './outbox-repository.ts'

export interface DeliveryDependencies {
  readonly db: Kysely<Tables>
  readonly clock: () => Date
  readonly transport: MailTransportPort
  /** The right side of every Message-ID. */
  readonly messageIdDomain: string
  readonly log: DeliveryLog
}

/** Where the mailer tells how it goes: by codes and numbers, never with an address or a name (P22). */
export interface DeliveryLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
}

export interface DeliveryReport {
  readonly sent: number
  readonly retried: number
  readonly givenUp: number
  /** No mail got through at all; the rest was left for later. */
  readonly isUnreachable: boolean
}

export interface OutboxDeliveryService {
  /** Sends what is due, until nothing is left, the mail server cannot be reached, or `signal` says to stop. */
  deliverDue(signal: AbortSignal, breakOff: AbortSignal): Promise<DeliveryReport>
}

/** So many mails on their way at once, from one process. */
const batchSize = 5
/** Far longer than one mail may take (`defaultMailTimeouts`), so that nobody else takes a notice that is on its way. */
const leaseMs = 5 * 60_000

/**
 * Sends the notices of the outbox (P8). A notice is claimed, sent, and marked, each in a moment of its own, so that a slow
 * mail server holds no transaction. At least once: a process killed between the server’s yes and the mark sends again
 * after the lease, under the same Message-ID.
 */
export function createOutboxDeliveryService(deps: DeliveryDependencies): OutboxDeliveryService {
  const { db, clock, transport, messageIdDomain, log } = deps
  const outbox = createOutboxRepository(db)

  const send = async (claim: ClaimedNotice, breakOff: AbortSignal): Promise<MailOutcome> => {
    const facts = await outbox.readFacts(claim)
    if (!facts) return { kind: 'refused', code: 'recipient_left' }
    const address = findAddress(facts)
    if (typeof address !== 'string') return address
    const messageId = `${claim.notificationId}@${messageIdDomain}`
    return transport.send({ to: address, ...composeFrom(facts), messageId, date: clock() }, breakOff)
  }

  /** One notice that cannot be written must not keep the others. Where the database is gone, recording it fails as well. */
  const sendOrFail = (claim: ClaimedNotice, breakOff: AbortSignal): Promise<MailOutcome> =>
    send(claim, breakOff).catch(() => ({ kind: 'failed', code: 'internal', isUnreachable: false }))

  const record = async (claim: ClaimedNotice, outcome: MailOutcome): Promise<keyof Counts> => {
    const at = clock()
    const { notificationId, attempts } = claim
    if (outcome.kind === 'sent') {
      await outbox.markSent(claim, at)
      log.info({ notificationId, attempts }, 'notice sent')
      return 'sent'
    }
    const { code } = outcome
    const nextAttemptAt = outcome.kind === 'failed' ? decideNextAttempt(claim.queuedAt, attempts, at) : undefined
    if (nextAttemptAt) {
      await outbox.scheduleRetry(claim, nextAttemptAt, code)
      log.warn({ notificationId, attempts, code }, 'notice not sent, tried again later')
      return 'retried'
    }
    await outbox.giveUp(claim, at, code)
    log.warn({ notificationId, attempts, code }, 'notice given up')
    return 'givenUp'
  }

  return {
    async deliverDue(signal, breakOff) {
      const counts: Counts = { sent: 0, retried: 0, givenUp: 0 }
      while (!signal.aborted) {
        const at = clock()
        const claims = await outbox.claimDue(at, new Date(at.getTime() + leaseMs), batchSize)
        const outcomes = await waitForAll(
          claims.map(async (claim) => {
            const outcome = await sendOrFail(claim, breakOff)
            counts[await record(claim, outcome)] += 1
            return outcome
          }),
        )
        if (outcomes.length > 0 && outcomes.every(isUnreachable)) return { ...counts, isUnreachable: true }
        if (claims.length < batchSize) break
      }
      return { ...counts, isUnreachable: false }
    },
  }
}

/** Waits for all of them even when one fails, so that no mail is on its way behind the back of `stop`. */
async function waitForAll<T>(running: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(running)
  return Promise.all(running)
}

type Counts = Record<'sent' | 'retried' | 'givenUp', number>

const isUnreachable = (outcome: MailOutcome): boolean => outcome.kind === 'failed' && outcome.isUnreachable

/** Where the mail goes, or why it does not: whoever has left or is no administrator any more is not told. */
function findAddress(facts: NoticeFacts): string | MailOutcome {
  const { recipientUserId, recipientRole, recipientState, subjectUserId } = facts
  const isContact = recipientUserId === null
  const isConcerned = isContact || recipientUserId === subjectUserId || recipientRole === 'administrator'
  if (!isConcerned || (!isContact && recipientState !== 'active')) return { kind: 'refused', code: 'recipient_left' }
  const address = isContact ? facts.securityContactEmail : facts.recipientEmail
  if (address === null || address.trim() === '') return { kind: 'refused', code: 'no_address' }
  return isMailAddress(address.trim()) ? address.trim() : { kind: 'refused', code: 'bad_address' }
}

function composeFrom(facts: NoticeFacts): { subject: string; text: string } {
  return composeNotice({
    kind: facts.kind,
    audience: audienceOf(facts),
    at: facts.queuedAt,
    timeZone: facts.timeZone,
    subject: { loginId: facts.subjectLoginId, userName: facts.subjectUserName, memberName: facts.memberName },
    actor: { userName: facts.actorUserName ?? '—', memberName: facts.actorMemberName ?? '—' },
  })
}

function audienceOf({ recipientUserId, subjectUserId }: NoticeFacts): NoticeAudience {
  if (recipientUserId === null) return 'security_contact'
  return recipientUserId === subjectUserId ? 'user' : 'administrator'
}
