import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { VerificationFact } from '../../src-shared/api/verification-facts.ts'
import type { Tables } from '../../src-server/database/tables.ts'
import { MINUTE_MS } from './fixed-clock.ts'

interface Somebody {
  readonly memberId: string
  readonly userId: string
}

export interface SeededVerification {
  readonly operator: Somebody
  readonly target: Somebody
  readonly state: 'open' | 'passed' | 'failed' | 'suspicious'
  readonly approval?: 'not_needed' | 'awaited' | 'approved' | 'refused'
  /** Facts answered rightly so far. */
  readonly matched?: readonly VerificationFact[]
}

/** Puts a verification into the database as its steps would have left it by `now`; gives its ID. */
export async function seedVerification(
  db: Kysely<Tables>,
  { operator, target, state, approval = 'not_needed', matched = [] }: SeededVerification,
  now: Date,
): Promise<string> {
  const verificationId = randomUUID()
  const later = new Date(now.getTime() + 10 * MINUTE_MS)
  await db
    .insertInto('verifications')
    .values({
      member_id: target.memberId,
      verification_id: verificationId,
      user_id: target.userId,
      operator_member_id: operator.memberId,
      operator_user_id: operator.userId,
      state,
      started_at: now,
      expires_at: later,
      concluded_at: state === 'open' ? null : now,
      pass_expires_at: state === 'passed' ? later : null,
      approval,
    })
    .execute()
  const answers = matched.map((fact, index) => ({
    member_id: target.memberId,
    verification_id: verificationId,
    answer_number: index + 1,
    fact,
    matched: true,
    answered_at: now,
  }))
  if (answers.length > 0) await db.insertInto('verification_answers').values(answers).execute()
  return verificationId
}
