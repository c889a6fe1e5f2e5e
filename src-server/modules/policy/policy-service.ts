import type { Kysely } from 'kysely'
import type { Policy } from '../../../src-shared/api/policy.ts'
import { verificationFacts } from '../../../src-shared/api/verification-facts.ts'
import { temporaryPasswordAlphabet } from '../../../src-shared/domain/temporary-password.ts'
import type { Tables } from '../../database/tables.ts'
import type { Caller } from '../../plugins/request-context.ts'
import { createPolicyRepository } from './policy-repository.ts'
import { rulesOf, type Rules } from './rules.ts'

export type { Rules } from './rules.ts'

export interface PolicyService {
  /** As they are now. A request knows its caller’s `rules` already, as they were when the session was looked up. */
  readRules(db: Kysely<Tables>): Promise<Rules>
}

export function createPolicyService(): PolicyService {
  return { readRules: async (db) => rulesOf(await createPolicyRepository(db).read()) }
}

/** The rules as the contract shows them to a caller. */
export const describePolicy = ({ rules, role, timeZone }: Caller): Policy => ({
  temporaryPassword: {
    ...rules.temporaryPassword,
    alphabet: temporaryPasswordAlphabet,
    validityRule: 'end_of_next_day',
    timeZone,
    editable: rules.mayEdit(role),
  },
  newPassword: rules.newPassword,
  helpdeskMayReissueStaff: rules.reissue.helpdeskMayReissueStaff,
  secondPersonForAdministrators: rules.secondPersonForAdministrators,
  reauthenticationSeconds: rules.reauthenticationSeconds,
  slipWithPassword: rules.slipWithPassword,
  offlineReviewDays: rules.offlineReviewDays,
  verificationFacts: [...verificationFacts],
})
