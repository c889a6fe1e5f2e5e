import type { Kysely } from 'kysely'
import type { Tables } from '../../database/tables.ts'
import { DirectoryError } from '../../directory/directory-port.ts'
import { accountKey, type AccountQueue } from '../directories/account-queue.ts'
import type { Directories } from '../directories/directories.ts'
import { directoryOrigin } from '../directories/mirror-service.ts'
import { createIntentRepository, type Intent } from './intent-repository.ts'
import { QUARANTINE_MS, type IntentSettling } from './intent-settling-service.ts'

export interface ReconciliationDependencies {
  /** The server’s. */
  readonly db: Kysely<Tables>
  readonly clock: () => Date
  readonly directories: Directories
  readonly queue: AccountQueue
  readonly settling: IntentSettling
}

const batch = 100

/**
 * Settles the reissues that were begun in a directory and never concluded, once they are a minute old; resolves with how many
 * were. What cannot be asked about stays for the next time.
 */
export function createIntentReconciliation(deps: ReconciliationDependencies): () => Promise<number> {
  const { db, clock, directories, queue, settling } = deps

  const reconcile = async (intent: Intent): Promise<boolean> => {
    const user = { memberId: intent.member_id, userId: intent.user_id }
    const member = await db
      .selectFrom('members')
      .select('directory')
      .where('member_id', '=', user.memberId)
      .executeTakeFirst()
    const directory = directories.find(member?.directory ?? null, user.memberId)
    if (!directory) return false
    return queue.run(accountKey(user), async () => {
      if (!(await settling.isLeft(db, intent, clock()))) return false
      try {
        const account = await directory.port.get(intent.account_id)
        await settling.settle(db, intent, account, directory, directoryOrigin)
        return true
      } catch (error) {
        await createIntentRepository(db).release(intent, clock())
        if (error instanceof DirectoryError) return false
        throw error
      }
    })
  }

  return async () => {
    const at = clock()
    const left = await createIntentRepository(db).listLeft(new Date(at.getTime() - QUARANTINE_MS), at, batch)
    let settled = 0
    for (const intent of left) if (await reconcile(intent)) settled += 1
    return settled
  }
}
