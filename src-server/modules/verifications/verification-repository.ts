import { sql, type Insertable, type Kysely } from 'kysely'
import type { VerificationFact } from '../../../src-shared/api/verification-facts.ts'
import { keptPrepared } from '../../database/kept-statements.ts'
import type { Tables } from '../../database/tables.ts'
import type { FactsOnFile } from './fact-policy.ts'
import { wentBadlySince } from './failure-condition.ts'
import type { VerificationFacts } from './verification-policy.ts'

/** A verification by its key, with what decides about it. */
export interface VerificationRow extends VerificationFacts {
  readonly memberId: string
  readonly verificationId: string
  readonly userId: string
  readonly operatorUserId: string
  readonly wrongAnswers: number
  readonly decidedByMemberId: string | null
  readonly decidedByUserId: string | null
}

export interface Answer {
  readonly fact: VerificationFact
  readonly matched: boolean
}

export interface Ending {
  readonly state: 'passed' | 'failed' | 'suspicious'
  readonly callerIsAdministrator: boolean | null
  readonly callbackNumberId: string | null
  readonly note: string | null
  readonly approval: 'not_needed' | 'awaited'
  readonly passExpiresAt: Date | null
}

type Key = Pick<VerificationRow, 'memberId' | 'verificationId'>

/** For whom failures are counted. */
export interface FailuresOf {
  readonly memberId: string
  readonly userId: string
  /** One that is left out, because it is still going on. */
  readonly exceptVerificationId?: string
}

const decisive = [
  'member_id as memberId',
  'verification_id as verificationId',
  'user_id as userId',
  'operator_user_id as operatorUserId',
  'state',
  'expires_at as expiresAt',
  'wrong_answers as wrongAnswers',
  'pass_expires_at as passExpiresAt',
  'approval',
  'decided_by_member_id as decidedByMemberId',
  'decided_by_user_id as decidedByUserId',
] as const

/** The acts of verifying, of one verification at a time; lists are read elsewhere. */
export function createVerificationRepository(db: Kysely<Tables>) {
  const select = (verificationId: string) =>
    db
      .selectFrom('verifications')
      .select([...decisive, 'reissue_id as reissueId'])
      .where('verification_id', '=', verificationId)

  const update = ({ memberId, verificationId }: Key) =>
    db.updateTable('verifications').where('member_id', '=', memberId).where('verification_id', '=', verificationId)

  return {
    insert: async (row: Insertable<Tables['verifications']>): Promise<void> => {
      await db.insertInto('verifications').values(row).execute()
    },

    find: (verificationId: string): Promise<VerificationRow | undefined> =>
      select(verificationId).modifyEnd(keptPrepared).executeTakeFirst(),

    /** Whoever comes second waits here until the first has committed, and then sees what became of it. */
    lock: (verificationId: string): Promise<VerificationRow | undefined> =>
      select(verificationId).forUpdate().executeTakeFirst(),

    /** The one of an operator for a user that still takes steps. Whoever begins one must hold the operator’s lock. */
    findOpen: (
      { memberId, userId, operatorUserId }: Pick<VerificationRow, 'memberId' | 'userId' | 'operatorUserId'>,
      at: Date,
    ): Promise<Pick<VerificationRow, 'verificationId' | 'wrongAnswers' | 'expiresAt'> | undefined> =>
      db
        .selectFrom('verifications')
        .select(['verification_id as verificationId', 'wrong_answers as wrongAnswers', 'expires_at as expiresAt'])
        .where('member_id', '=', memberId)
        .where('user_id', '=', userId)
        .where('operator_user_id', '=', operatorUserId)
        .where('state', '=', 'open')
        .where('expires_at', '>=', at)
        .orderBy('started_at', 'desc')
        .executeTakeFirst(),

    /** SECURITY: H1. The only place where facts are read; they go into a comparison and nowhere else. */
    readFactsOnFile: (memberId: string, userId: string): Promise<FactsOnFile> =>
      db
        .selectFrom('users')
        .innerJoin('members', 'members.member_id', 'users.member_id')
        .select([
          'members.address',
          'members.representative',
          'members.contract_number as contractNumber',
          'members.phone',
          'users.phone as userPhone',
        ])
        .where('users.member_id', '=', memberId)
        .where('users.user_id', '=', userId)
        .executeTakeFirstOrThrow(),

    /** Records whether an answer matched; the row must be locked. */
    addAnswer: async ({ memberId, verificationId }: Key, { fact, matched }: Answer, at: Date): Promise<void> => {
      const { count } = await db
        .selectFrom('verification_answers')
        .select(({ fn }) => fn.countAll<string | number | bigint>().as('count'))
        .where('member_id', '=', memberId)
        .where('verification_id', '=', verificationId)
        .executeTakeFirstOrThrow()
      const key = { member_id: memberId, verification_id: verificationId, answer_number: Number(count) + 1 }
      await db
        .insertInto('verification_answers')
        .values({ ...key, fact, matched, answered_at: at })
        .execute()
      if (!matched)
        await update({ memberId, verificationId })
          .set(({ eb }) => ({ wrong_answers: eb('wrong_answers', '+', 1) }))
          .execute()
    },

    /** Different facts of which an answer matched. */
    countMatchedFacts: async ({ memberId, verificationId }: Key): Promise<number> => {
      const { count } = await db
        .selectFrom('verification_answers')
        .select(({ fn }) => fn.count<string | number | bigint>('fact').distinct().as('count'))
        .where('member_id', '=', memberId)
        .where('verification_id', '=', verificationId)
        .where('matched', '=', true)
        .executeTakeFirstOrThrow()
      return Number(count)
    },

    conclude: async (key: Key, ending: Ending, at: Date): Promise<void> => {
      await update(key)
        .set({
          state: ending.state,
          caller_is_administrator: ending.callerIsAdministrator,
          callback_number_id: ending.callbackNumberId,
          note: ending.note,
          concluded_at: at,
          approval: ending.approval,
          pass_expires_at: ending.passExpiresAt,
        })
        .where('state', '=', 'open')
        .execute()
    },

    decide: async (
      key: Key,
      decision: 'approved' | 'refused',
      by: { readonly memberId: string; readonly userId: string },
      at: Date,
    ): Promise<void> => {
      await update(key)
        .set({
          approval: decision,
          decided_by_member_id: by.memberId,
          decided_by_user_id: by.userId,
          decided_at: at,
        })
        .where('approval', 'in', ['not_needed', 'awaited'])
        .execute()
    },

    /** Ends the passes for a user that could still be used, all or one operator’s, and gives their number. */
    endPasses: async (
      { memberId, userId }: Pick<VerificationRow, 'memberId' | 'userId'>,
      at: Date,
      operatorUserId?: string,
    ): Promise<number> => {
      const passes = db
        .updateTable('verifications')
        // The last instant of a pass still counts.
        .set({ pass_expires_at: new Date(at.getTime() - 1) })
        .where('member_id', '=', memberId)
        .where('user_id', '=', userId)
        .where('state', '=', 'passed')
        .where('reissue_id', 'is', null)
        .where('pass_expires_at', '>=', at)
        .returning('verification_id')
      const ofOperator = operatorUserId === undefined ? passes : passes.where('operator_user_id', '=', operatorUserId)
      return (await ofOperator.execute()).length
    },

    /**
     * Uses a pass up for one reissue, for whoever comes first, once for ever (P20), and tells what it was. Whoever comes
     * second, or decides about it at the same time, waits here; undefined for what is no pass of theirs that can be used.
     */
    consume: async (
      { memberId, verificationId, userId, operatorUserId }: Key & Pick<VerificationRow, 'userId' | 'operatorUserId'>,
      reissueId: string,
      at: Date,
    ): Promise<VerificationRow | undefined> => {
      const consumed = await update({ memberId, verificationId })
        .set({ reissue_id: reissueId })
        .where('user_id', '=', userId)
        .where('operator_user_id', '=', operatorUserId)
        .where('state', '=', 'passed')
        .where('reissue_id', 'is', null)
        .where('pass_expires_at', '>=', at)
        .where('approval', 'in', ['not_needed', 'approved'])
        .returning(decisive)
        .modifyEnd(keptPrepared)
        .executeTakeFirst()
      return consumed && { ...consumed, reissueId: null }
    },

    /** What a pass for a user rests on besides itself: see `countFailures`, and whether `approver` still is a helpdesk operator. */
    readSupport: async (
      { memberId, userId }: FailuresOf,
      approver: { readonly memberId: string | null; readonly userId: string | null },
      since: Date,
    ): Promise<{ readonly failures: number; readonly approverIsActive: boolean }> =>
      db
        .selectNoFrom(({ selectFrom, exists }) => [
          selectFrom('verifications')
            .select(sql<number>`count(*)::int`.as('count'))
            .where('member_id', '=', memberId)
            .where('user_id', '=', userId)
            .where(wentBadlySince('verifications', since))
            .$asScalar()
            .as('failures'),
          exists(
            selectFrom('users')
              .select('user_id')
              .where('member_id', '=', approver.memberId)
              .where('user_id', '=', approver.userId)
              .where('role', '=', 'helpdesk')
              .where('state', '=', 'active'),
          )
            .$castTo<boolean>()
            .as('approverIsActive'),
        ])
        .modifyEnd(keptPrepared)
        .executeTakeFirstOrThrow()
        .then(({ failures, approverIsActive }) => ({ failures: failures ?? 0, approverIsActive })),

    /** How many verifications for a user went badly since. */
    countFailures: async ({ memberId, userId, exceptVerificationId }: FailuresOf, since: Date): Promise<number> => {
      const { count } = await db
        .selectFrom('verifications')
        .select(({ fn }) => fn.countAll<string | number | bigint>().as('count'))
        .where('member_id', '=', memberId)
        .where('user_id', '=', userId)
        .where('verification_id', 'is distinct from', exceptVerificationId ?? null)
        .where(wentBadlySince('verifications', since))
        .executeTakeFirstOrThrow()
      return Number(count)
    },
  }
}
