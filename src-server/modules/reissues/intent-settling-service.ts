import type { Kysely } from 'kysely'
import type { Tables } from '../../database/tables.ts'
import type { DirectoryAccount } from '../../directory/directory-port.ts'
import type { RequestOrigin } from '../../plugins/request-context.ts'
import type { MemberDirectory } from '../directories/directories.ts'
import { HELD_MS } from './directory-intent-service.ts'
import type { IntentConclusion } from './intent-conclusion-service.ts'
import { createIntentRepository, type Intent } from './intent-repository.ts'
import { createReissueRepository } from './reissue-repository.ts'
import type { Issued } from './reissue-transaction-service.ts'

/** Told of what nobody knows for sure: somebody has to look, and the user probably needs another reissue. */
export type UnconfirmedAlert = (about: { directory: string; reissueId: string; isOvertaken: boolean }) => void

export interface IntentSettling {
  /** Whether nobody works on an intent any more; then it is ours. */
  isLeft(db: Kysely<Tables>, intent: Intent, at: Date): Promise<boolean>
  /**
   * Concludes an intent without the password, by what the directory says of the account: unchanged means that nothing was
   * done (undefined); changed, that it was, unconfirmed.
   */
  settle(
    db: Kysely<Tables>,
    intent: Intent,
    account: DirectoryAccount | undefined,
    directory: MemberDirectory,
    origin: RequestOrigin,
  ): Promise<Issued | undefined>
  /** The password of an unconfirmed reissue turned out not to be the one in force. */
  markOvertaken(db: Kysely<Tables>, intent: Intent): Promise<void>
}

/** A write that was sent to a frozen server may still land: nothing is decided before that is over. */
export const QUARANTINE_MS = 60_000

export function createIntentSettling(
  { clock, alert }: { readonly clock: () => Date; readonly alert: UnconfirmedAlert },
  conclusion: IntentConclusion,
): IntentSettling {
  return {
    async isLeft(db, intent, at) {
      if (at.getTime() - intent.requested_at.getTime() < QUARANTINE_MS) return false
      return createIntentRepository(db).takeOver(intent, at, new Date(at.getTime() + HELD_MS))
    },

    async settle(db, intent, account, directory, origin) {
      if (!account || account.version === intent.version_before) {
        await conclusion.drop(db, intent, account ? 'directory_unavailable' : 'not_found', origin)
        return undefined
      }
      const isOvertaken = account.passwordState !== 'temporary'
      const { version } = account
      // Where a reset is two writes the second may be missing: the sweeper sees to the end.
      const applied = { version, expiry: 'swept', isConfirmed: false, isOvertaken } as const
      const issued = await conclusion.apply(db, intent, applied, { directory, origin })
      // Not where somebody else has concluded it meanwhile, who may have known better.
      if (!issued.replayed) alert({ directory: directory.name, reissueId: intent.reissue_id, isOvertaken })
      return issued
    },

    async markOvertaken(db, intent) {
      await createReissueRepository(db).supersedePending(intent.member_id, intent.user_id, clock()).execute()
      // Not asked again: a login with a wrong password counts in the directory.
      await createIntentRepository(db).overtake(intent)
    },
  }
}
