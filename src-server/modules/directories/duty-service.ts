import type { Kysely } from 'kysely'
import type { Tables } from '../../database/tables.ts'
import { DirectoryError } from '../../directory/directory-port.ts'
import type { AuditService } from '../audit/audit-service.ts'
import { accountKey, type AccountQueue } from './account-queue.ts'
import type { Directories, MemberDirectory } from './directories.ts'
import { SETTLE_PERIOD_MS } from './duty-record-service.ts'
import { createDutyRepository, type ClaimedDuty } from './duty-repository.ts'
import { directoryOrigin, setDirectoryPassword } from './mirror-service.ts'

export interface DutyDependencies {
  /** The server’s. */
  readonly db: Kysely<Tables>
  readonly clock: () => Date
  readonly directories: Directories
  readonly queue: AccountQueue
  readonly audit: AuditService
}

export interface DutyService {
  /**
   * Does what is due in the directories: ends temporary passwords whose time is over, and clears what they left behind. Never
   * touches a password that a user has chosen. Resolves with how many were done; what fails is tried again later.
   */
  doDue(): Promise<number>
}

const batch = 50
/** A duty is ours for so long; longer than a directory may take for all of a batch. */
const CLAIMED_MS = 300_000
const longestPauseMs = 300_000

export function createDutyService({ db, clock, directories, queue, audit }: DutyDependencies): DutyService {
  const duties = createDutyRepository(db)

  /** What has become of it; undefined when it has to be looked at again. */
  const perform = async (duty: ClaimedDuty, { port }: MemberDirectory): Promise<string | undefined> => {
    const { accountId, kind, version } = duty
    if (accountId === null) return 'gone'
    const seen = await port.get(accountId)
    if (!seen) return 'gone'
    if (kind === 'settle') {
      const settled = await port.settle(accountId)
      return settled === 'still_temporary' ? undefined : settled
    }
    if (seen.passwordState !== 'temporary') return 'already_changed'
    // Another reissue since then has a duty of its own.
    if (await isFollowed(duty)) return 'superseded'
    return port.expire(accountId, version)
  }

  const isFollowed = async ({ memberId, userId, reissueId }: ClaimedDuty): Promise<boolean> => {
    const latest = await db
      .selectFrom('reissues')
      .select('reissue_id')
      .where('member_id', '=', memberId)
      .where('user_id', '=', userId)
      .orderBy('issued_at', 'desc')
      .limit(1)
      .executeTakeFirst()
    return latest !== undefined && latest.reissue_id !== reissueId
  }

  const noteExpired = async (duty: ClaimedDuty, { port, name }: MemberDirectory): Promise<void> => {
    const seen = duty.accountId === null ? undefined : await port.get(duty.accountId).catch(() => undefined)
    await db.transaction().execute(async (tx) => {
      const reissue = tx.selectFrom('reissues').select('expires_at').where('reissue_id', '=', duty.reissueId)
      const { expires_at: expiresAt } = await reissue.executeTakeFirstOrThrow()
      const password = { state: 'expired', version: seen?.version ?? duty.version, expiresAt } as const
      await setDirectoryPassword(tx, duty, password, clock()).execute()
      const details = { directory: name, reissueId: duty.reissueId }
      const event = { action: 'expire_temporary_password', outcome: 'done', target: duty, details } as const
      await audit.append(tx, { ...event, origin: directoryOrigin })
      await createDutyRepository(tx).finish(duty, 'expired', clock())
    })
  }

  const attempt = async (duty: ClaimedDuty): Promise<boolean> => {
    const directory = directories.find(duty.directory, duty.memberId)
    const later = (ms: number): Date => new Date(clock().getTime() + ms)
    if (!directory) {
      await duties.postpone(duty, 'unconfigured', later(longestPauseMs))
      return false
    }
    try {
      const outcome = await perform(duty, directory)
      if (outcome === undefined) await duties.postpone(duty, 'still_temporary', later(SETTLE_PERIOD_MS))
      else if (outcome === 'expired') await noteExpired(duty, directory)
      else await duties.finish(duty, outcome, clock())
      return outcome !== undefined
    } catch (error) {
      if (!(error instanceof DirectoryError)) throw error
      const delayMs = Math.min(2 ** Math.min(duty.attempts, 10) * 1000, longestPauseMs)
      await duties.postpone(duty, error.kind, later(delayMs))
      return false
    }
  }

  return {
    async doDue() {
      const at = clock()
      const claimed = await duties.claimDue(at, new Date(at.getTime() + CLAIMED_MS), batch)
      let done = 0
      for (const duty of claimed) if (await queue.run(accountKey(duty), () => attempt(duty))) done += 1
      return done
    },
  }
}
