import type { Insertable, Kysely } from 'kysely'
import type { Tables } from '../../database/tables.ts'
import type { Write } from '../../database/write-together.ts'
import type { DirectoryCapabilities, ResetReceipt } from '../../directory/directory-port.ts'
import { createDutyRepository } from './duty-repository.ts'

/** How often it is looked whether a user has chosen a password, while OpenLDAP would lock them out for it at the end. */
export const SETTLE_PERIOD_MS = 120_000

export interface DutyOrder {
  readonly memberId: string
  readonly userId: string
  readonly reissueId: string
  readonly version: string
  readonly validUntil: Date
  readonly expiry: ResetReceipt['expiry']
  readonly capabilities: Pick<DirectoryCapabilities, 'clearsExpiryOnChange'>
}

/** What a reissue leaves to be done in its directory, as a part of the reissue’s statement; nothing where nothing is. */
export function queueDuties(tx: Kysely<Tables>, order: DutyOrder, at: Date): Write[] {
  const { memberId, userId, reissueId, version, validUntil, expiry, capabilities } = order
  const duty = { member_id: memberId, reissue_id: reissueId, user_id: userId, version, claimed_until: null }
  const rows: Insertable<Tables['directory_duties']>[] = []
  // Its last instant still counts (P3).
  const endsAt = new Date(validUntil.getTime() + 1)
  if (expiry === 'swept') rows.push({ ...duty, kind: 'expire', due_at: endsAt, next_attempt_at: endsAt, ...open })
  if (!capabilities.clearsExpiryOnChange) {
    const lookAt = new Date(at.getTime() + SETTLE_PERIOD_MS)
    rows.push({ ...duty, kind: 'settle', due_at: lookAt, next_attempt_at: lookAt, ...open })
  }
  return rows.length === 0 ? [] : [createDutyRepository(tx).insert(rows)]
}

const open = { done_at: null, outcome: null } as const

export const hastenSettling = (
  tx: Kysely<Tables>,
  user: { readonly memberId: string; readonly userId: string },
  at: Date,
): Promise<void> => createDutyRepository(tx).hasten(user, at)
