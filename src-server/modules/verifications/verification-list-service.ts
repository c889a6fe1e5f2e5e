import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { Verification, VerificationPage } from '../../../src-shared/api/verifications.ts'
import { instantSchema } from '../../../src-shared/domain/instant-schema.ts'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import type { Tables } from '../../database/tables.ts'
import type { Caller } from '../../plugins/request-context.ts'
import type { CursorBinding, ListCursors } from '../../security/list-cursor.ts'
import type { PolicyService, Rules } from '../policy/policy-service.ts'
import { createVerificationListRepository, type ListedRow } from './verification-list-repository.ts'
import { deriveApproval, deriveVerificationState, FAILURES_FOR_SECOND_PERSON } from './verification-policy.ts'
import { failuresSince } from './verification-record-service.ts'

export interface VerificationQuery {
  readonly approval?: 'awaited' | undefined
  readonly userId?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

export interface VerificationListDependencies {
  readonly db: Kysely<Tables>
  readonly clock: () => Date
  readonly policy: PolicyService
  readonly cursors: ListCursors
}

export interface VerificationListService {
  /** A page of every operator’s verifications, newest first. */
  listVerifications(caller: Caller, query: VerificationQuery): Promise<VerificationPage>
  /** Throws AppError `not_found`. Within a transaction with its connection. */
  readVerification(verificationId: string, db?: Kysely<Tables>): Promise<Verification>
}

const positionSchema = z.strictObject({ startedAt: instantSchema, verificationId: z.string() })

export function createVerificationListService(deps: VerificationListDependencies): VerificationListService {
  const { clock, policy, cursors } = deps
  return {
    async listVerifications(caller, { approval, userId, cursor, limit }) {
      const binding: CursorBinding = { callerId: caller.userId, list: 'verifications', query: [approval, userId] }
      const position = cursor === undefined ? undefined : cursors.open(binding, cursor, positionSchema)
      const verifications = createVerificationListRepository(deps.db)
      const [rules, at] = [await policy.readRules(deps.db), clock()]
      const filter = {
        userId,
        awaitsApproval: approval === 'awaited',
        secondPersonForAdministrators: rules.secondPersonForAdministrators,
        failuresForSecondPerson: FAILURES_FOR_SECOND_PERSON,
        at,
        failuresSince: failuresSince(at),
      }
      const after = position && { ...position, startedAt: new Date(position.startedAt) }
      // One row more than asked for tells whether there is another page.
      const rows = await verifications.list(filter, limit + 1, after)
      const shown = rows.slice(0, limit)
      const last = rows.length > limit ? shown.at(-1) : undefined
      return {
        items: shown.map((row) => describeVerification(row, rules, at)),
        total: await verifications.count(filter),
        nextCursor: last
          ? cursors.seal(binding, { startedAt: last.startedAt.toISOString(), verificationId: last.verificationId })
          : null,
      }
    },

    async readVerification(verificationId, db = deps.db) {
      const at = clock()
      const row = await createVerificationListRepository(db).find(verificationId, failuresSince(at))
      if (!row) throw new AppError('not_found')
      return describeVerification(row, await policy.readRules(db), at)
    },
  }
}

/** What is shown: never what was asked or answered. */
function describeVerification(row: ListedRow, rules: Rules, at: Date): Verification {
  const { secondPersonForAdministrators } = rules
  const risk = { targetRole: row.role, secondPersonForAdministrators, failuresLately: row.failuresLately }
  return {
    verificationId: row.verificationId,
    userId: row.userId,
    loginId: row.loginId,
    userName: row.userName,
    memberId: row.memberId,
    memberName: row.memberName,
    timeZone: row.timeZone,
    operator: { userId: row.operatorUserId, loginId: row.operatorLoginId, userName: row.operatorUserName },
    state: deriveVerificationState(row, at),
    startedAt: row.startedAt.toISOString(),
    ...(row.concludedAt === null ? {} : { concludedAt: row.concludedAt.toISOString() }),
    ...(row.passExpiresAt === null ? {} : { passExpiresAt: row.passExpiresAt.toISOString() }),
    approval: deriveApproval(row, risk, at),
    ...describeDecider(row),
    used: row.reissueId !== null,
    ...(row.note === null ? {} : { note: row.note }),
  }
}

function describeDecider({ deciderUserId: userId, deciderLoginId: loginId, deciderUserName: userName }: ListedRow) {
  return userId === null || loginId === null || userName === null ? {} : { decidedBy: { userId, loginId, userName } }
}
