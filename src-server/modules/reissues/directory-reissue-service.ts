import type { Kysely } from 'kysely'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import type { ServerErrorCode } from '../../../src-shared/errors/server-errors.ts'
import type { ScopedDatabases } from '../../database/scoped-databases.ts'
import type { Tables } from '../../database/tables.ts'
import { DirectoryError, type DirectoryAccount } from '../../directory/directory-port.ts'
import { accountKey, type AccountQueue } from '../directories/account-queue.ts'
import type { Directories, MemberDirectory } from '../directories/directories.ts'
import { codeOfFailure } from '../directories/directory-failure-policy.ts'
import type { MirrorService } from '../directories/mirror-service.ts'
import { writePassword } from '../directories/write-password.ts'
import { visibleTo } from '../users/user-policy.ts'
import { HELD_MS, type OpenIntent } from './directory-intent-service.ts'
import type { IdempotencyService, KeyedRequest } from './idempotency-service.ts'
import type { AppliedIntent, IntentConclusion } from './intent-conclusion-service.ts'
import { createIntentRepository, type Intent } from './intent-repository.ts'
import type { IntentSettling } from './intent-settling-service.ts'
import { createReissueFactsRepository, type TargetRecord } from './reissue-facts-repository.ts'
import type { Refusal } from './reissue-policy.ts'
import type { Issued, ReissueRequest } from './reissue-transaction-service.ts'

export interface DirectoryReissueDependencies {
  readonly databases: ScopedDatabases
  readonly clock: () => Date
  readonly wait: (delayMs: number) => Promise<unknown>
  readonly directories: Directories
  readonly queue: AccountQueue
  readonly mirror: MirrorService
  readonly idempotency: IdempotencyService
  readonly openIntent: OpenIntent
  readonly conclusion: IntentConclusion
  readonly settling: IntentSettling
  /** Told of what the directory has done and the database would not take. */
  readonly reportUnrecorded: (error: unknown) => void
}

export interface DirectoryReissueOrder {
  readonly request: ReissueRequest
  readonly keyed: KeyedRequest
  readonly target: TargetRecord
}

/** What is said of a reissue without asking the directory; also whether the password was generated. */
export type ExamineReissue = (
  target: TargetRecord,
) => Promise<{ readonly origin: 'generated' | 'edited'; readonly refusal: Refusal | undefined }>

export interface DirectoryReissueService {
  /**
   * Reissues in the directory that the user lives in: written down first, then done there, then recorded (decision 0016).
   * Throws AppError with what is to be recorded as a refusal; what the second half of a refusal needs is recorded already
   * where `isRecorded`.
   */
  reissue(order: DirectoryReissueOrder, examine: ExamineReissue): Promise<Issued>
  /** Goes on with what was begun under the same key; undefined when nothing was, or when it came to nothing. */
  resume(order: DirectoryReissueOrder): Promise<Issued | undefined>
  /** What was answered before, once it is sure that it was this password that was set. */
  confirm(order: DirectoryReissueOrder, issued: Issued): Promise<Issued>
}

/** A refusal that is in the audit already, with the end of the intent. */
export class RecordedRefusal extends AppError {}

/** Between the tries of the second transaction, while the directory has the new password and nobody knows. */
const recordingDelaysMs = [100, 400, 1500] as const
/** How often and how long somebody waits for another process that works on the same user. */
const turns = { count: 8, delayMs: 250 } as const

export function createDirectoryReissueService(deps: DirectoryReissueDependencies): DirectoryReissueService {
  const { databases, clock, wait, directories, queue, mirror, idempotency, openIntent, conclusion, settling } = deps
  const { reportUnrecorded } = deps

  const findDirectory = ({ directory, memberId }: TargetRecord): MemberDirectory => {
    const found = directories.find(directory, memberId)
    if (!found) throw new AppError('directory_unavailable', { detail: 'not configured' })
    return found
  }
  const dbOf = ({ request }: DirectoryReissueOrder): Kysely<Tables> => databases.of(request.caller)

  const unknown = (): AppError => new AppError('directory_outcome_unknown', { retryAfterSeconds: 2 })

  /** The directory has it: recorded now or, when the database does not let us, by whoever comes next. */
  const record = async (order: DirectoryReissueOrder, intent: Intent, applied: AppliedIntent): Promise<Issued> => {
    const about = { directory: findDirectory(order.target), origin: order.request.origin }
    for (const delayMs of [...recordingDelaysMs, undefined]) {
      try {
        return await conclusion.apply(dbOf(order), intent, applied, about)
      } catch (error) {
        reportUnrecorded(error)
        if (delayMs !== undefined) await wait(delayMs)
      }
    }
    await release(order, intent)
    throw unknown()
  }

  const release = async (order: DirectoryReissueOrder, intent: Intent): Promise<void> => {
    // Where even that fails, it is held until its time is over.
    await createIntentRepository(dbOf(order))
      .release(intent, clock())
      .catch(() => {})
  }

  const refuseRecorded = async (
    order: DirectoryReissueOrder,
    intent: Intent,
    code: ServerErrorCode,
  ): Promise<never> => {
    await conclusion.drop(dbOf(order), intent, code, order.request.origin)
    const retryAfterSeconds = findDirectory(order.target).readRetryAfterSeconds()
    throw new RecordedRefusal(code, code === 'directory_unavailable' ? { retryAfterSeconds } : {})
  }

  /** Asks the directory for what the intent says. */
  const execute = async (
    order: DirectoryReissueOrder,
    intent: Intent,
    account: DirectoryAccount,
    isRepeated: boolean,
  ): Promise<Issued> => {
    const directory = findDirectory(order.target)
    const { temporaryPassword: password } = order.request.input
    const [validUntil, versionBefore] = [intent.valid_until, intent.version_before]
    const outcome = await writePassword(directory, { account, password, validUntil, versionBefore, isRepeated })
    if (outcome.kind === 'applied') return record(order, intent, { ...outcome, isConfirmed: true, isOvertaken: false })
    if (outcome.kind === 'unknown') {
      await release(order, intent)
      throw unknown()
    }
    const code = codeOfFailure(outcome.error)
    if (!outcome.error.isWritten) return refuseRecorded(order, intent, code)
    // The old password is gone, so it belongs into the history; the new one must not be handed out.
    const version = (await directory.port.get(intent.account_id).catch(() => undefined))?.version ?? account.version
    await record(order, intent, { version, expiry: 'swept', isConfirmed: true, isOvertaken: true })
    throw new RecordedRefusal(code)
  }

  /** Under this key something was begun that has no answer yet: its end is found out, and nothing is done twice. */
  const finish = async (order: DirectoryReissueOrder): Promise<Issued | undefined> => {
    const db = dbOf(order)
    for (let turn = 0; turn < turns.count; turn += 1) {
      const answered = await idempotency.findAnswer(db, order.keyed, clock())
      if (answered) return { receipt: answered, replayed: true }
      const intents = createIntentRepository(db)
      const intent = await intents.findByKey(order.keyed.operatorUserId, order.keyed.key)
      if (intent?.status !== 'requested') return undefined
      const at = clock()
      if (await intents.takeOver(intent, at, new Date(at.getTime() + HELD_MS))) return await takeOver(order, intent)
      await wait(turns.delayMs)
    }
    throw unknown()
  }

  const takeOver = async (order: DirectoryReissueOrder, intent: Intent): Promise<Issued> => {
    const directory = findDirectory(order.target)
    try {
      const account = await directory.port.get(intent.account_id)
      const isOver = clock().getTime() > intent.valid_until.getTime()
      const isUntouched = account?.version === intent.version_before
      // Sent again it is the same password; what the user or somebody else has chosen since is never written over.
      if (account && !isOver && (isUntouched || account.passwordState === 'temporary'))
        return await execute(order, intent, account, true)
      if (account && !isUntouched && !isOver) await refuseUnforced(order, intent, account, directory)
      const settled = await settling.settle(dbOf(order), intent, account, directory, order.request.origin)
      if (settled) return settled
      throw new RecordedRefusal(account ? 'conflict' : 'not_found')
    } catch (error) {
      if (!(error instanceof DirectoryError)) throw error
      await release(order, intent)
      throw unknown()
    }
  }

  /** 389 DS, ended in the middle of a reset, may have taken the password and not ask for a change: it is not to be handed out. */
  const refuseUnforced = async (
    order: DirectoryReissueOrder,
    intent: Intent,
    { version }: DirectoryAccount,
    { port }: MemberDirectory,
  ): Promise<void> => {
    if ((await port.verify(intent.account_id, order.request.input.temporaryPassword)) !== 'chosen') return
    await record(order, intent, { version, expiry: 'swept', isConfirmed: true, isOvertaken: true })
    throw new RecordedRefusal('directory_change_not_forced')
  }

  /** Somebody else’s that was left: settled first, for there is one open intent of a user at most. */
  const clearTheWay = async (order: DirectoryReissueOrder, other: Intent): Promise<void> => {
    const directory = findDirectory(order.target)
    const at = clock()
    const isLeft = await settling.isLeft(databases.server, other, at)
    if (!isLeft) return void (await wait(turns.delayMs))
    const account = await directory.port.get(other.account_id)
    await settling.settle(databases.server, other, account, directory, order.request.origin)
  }

  const begin = async (order: DirectoryReissueOrder, examine: ExamineReissue): Promise<Issued> => {
    const directory = findDirectory(order.target)
    const { accountId } = order.target
    if (accountId === null) throw new AppError('directory_unavailable', { detail: 'no account' })
    for (let turn = 0; turn < turns.count; turn += 1) {
      // The directory’s word on the account comes before everything that is decided about it.
      const account = await mirror.refresh(directory, accountId)
      const target = await readTarget(order)
      if (!target) throw new AppError('not_found')
      if (account?.state === 'locked') throw new AppError('directory_locked_account')
      const { origin, refusal } = await examine(target)
      if (refusal) throw new AppError(refusal.code, refusal.fields ? { fields: refusal.fields } : {})
      if (!account) throw new AppError('not_found')
      const current = { ...order, target }
      const opening = await openIntent(dbOf(order), {
        ...current,
        directory,
        accountId,
        versionBefore: account.version,
        passwordOrigin: origin,
      })
      if (opening.kind === 'opened') return await execute(current, opening.intent, account, false)
      if (opening.kind === 'in_the_way') {
        await clearTheWay(current, opening.other)
        continue
      }
      const finished = await finish(current)
      if (finished) return finished
    }
    throw new AppError('conflict')
  }

  const readTarget = async ({ request, keyed }: DirectoryReissueOrder): Promise<TargetRecord | undefined> => {
    const { caller, userId } = request
    const asked = { ...keyed, at: clock() }
    return (await createReissueFactsRepository(databases.of(caller)).readRequest(asked, visibleTo(caller), userId))
      .target
  }

  return {
    reissue: (order, examine) =>
      queue.run(accountKey(order.target), async () => {
        const finished = await finish(order)
        if (finished) return finished
        try {
          return await begin(order, examine)
        } catch (error) {
          if (!(error instanceof DirectoryError)) throw error
          // Nothing but reading so far.
          const retryAfterSeconds = findDirectory(order.target).readRetryAfterSeconds()
          const code = codeOfFailure(error)
          throw new AppError(code, code === 'directory_unavailable' ? { retryAfterSeconds } : {}, { cause: error })
        }
      }),

    resume: (order) => queue.run(accountKey(order.target), () => finish(order)),

    async confirm(order, issued) {
      const intents = createIntentRepository(dbOf(order))
      const intent = await intents.findByKey(order.keyed.operatorUserId, order.keyed.key)
      if (intent?.status !== 'unconfirmed') return issued
      const { port } = findDirectory(order.target)
      const verdict = await port.verify(intent.account_id, order.request.input.temporaryPassword).catch(() => undefined)
      // A lock is told whatever the password.
      if (verdict === undefined || verdict === 'locked' || verdict === 'disabled') throw unknown()
      if (verdict === 'chosen') throw new RecordedRefusal('directory_change_not_forced')
      if (verdict === 'temporary' && intent.reason !== 'overtaken') await intents.confirm(intent)
      else if (verdict !== 'expired') await settling.markOvertaken(dbOf(order), intent)
      return issued
    },
  }
}
