import type { Kysely } from 'kysely'
import { decideReissue } from '../../../src-shared/domain/permissions.ts'
import { generateTemporaryPassword, type RandomInt } from '../../../src-shared/domain/temporary-password.ts'
import { computeExpiresAt } from '../../../src-shared/domain/validity.ts'
import type { ScopedDatabases } from '../../database/scoped-databases.ts'
import type { Tables } from '../../database/tables.ts'
import type { Caller, RequestOrigin } from '../../plugins/request-context.ts'
import type { SuggestionTokens } from '../../security/suggestion-token.ts'
import type { AuditService } from '../audit/audit-service.ts'
import { directoryWordsOf, personalWordsOf } from '../policy/password-rules-policy.ts'
import type { ThrottleService } from '../throttling/throttle-service.ts'
import { openAccounts } from '../users/account-service.ts'
import { visibleTo } from '../users/user-policy.ts'
import { chooseSuggestionLength } from './reissue-policy.ts'
import type { RefusalService } from './refusal-service.ts'

export interface SuggestionDependencies {
  readonly databases: ScopedDatabases
  readonly clock: () => Date
  readonly randomInt: RandomInt
  readonly audit: AuditService
  readonly tokens: SuggestionTokens
  readonly refusals: RefusalService
  readonly throttles: ThrottleService
}

export interface SuggestionService {
  /**
   * A generated temporary password for a user whom the caller may serve, as long as wished within the policy’s limits, or as
   * the policy has it. Changes nothing but the audit.
   */
  suggest(
    caller: Caller,
    userId: string,
    wishedLength: number | undefined,
    origin: RequestOrigin,
  ): Promise<{ temporaryPassword: string; suggestionToken: string; wouldExpireAt: string }>
}

export function createSuggestionService(deps: SuggestionDependencies): SuggestionService {
  const { databases, clock, randomInt, audit, tokens, refusals, throttles } = deps
  return {
    async suggest(caller, userId, wishedLength, origin) {
      const db = databases.of(caller)
      const attempt = { action: 'suggest_temporary_password', caller, origin } as const
      const { rules } = caller
      const findTarget = (connection: Kysely<Tables>) => openAccounts(connection).findUser(visibleTo(caller), userId)
      const throttled = { action: attempt.action, actor: caller, findTarget, origin }
      // Both at once; what was found is not looked at when there have been too many. The charge first: the connection given
      // back last, by the session’s look-up, is in its role already.
      const [, target] = await Promise.all([
        throttles.chargeOperator('operator_suggestion', caller.userId, rules.operatorReissuesPerHour, throttled),
        findTarget(db),
      ])
      if (!target) return refusals.refuse(attempt, { code: 'not_found' })
      const decision = decideReissue(caller, target, rules.reissue)
      if (!decision.allowed) return refusals.refuse({ ...attempt, target }, { code: decision.code })
      await audit.append(db, { action: attempt.action, outcome: 'done', actor: caller, target, origin })
      const length = chooseSuggestionLength(wishedLength, rules)
      const words = target.isInDirectory ? directoryWordsOf(target) : personalWordsOf(target)
      const temporaryPassword = generateTemporaryPassword(length, randomInt, words)
      const at = clock()
      return {
        temporaryPassword,
        suggestionToken: tokens.issue({ userId, operatorId: caller.userId, temporaryPassword }, at),
        wouldExpireAt: computeExpiresAt(at, target.timeZone).toISOString(),
      }
    },
  }
}
