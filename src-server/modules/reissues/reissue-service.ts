import type { Kysely } from 'kysely'
import type { ReissueReceipt } from '../../../src-shared/api/reissues.ts'
import { AppError, describeError, isServerErrorCode } from '../../../src-shared/errors/catalogue.ts'
import type { ScopedDatabases } from '../../database/scoped-databases.ts'
import type { Tables } from '../../database/tables.ts'
import type { PasswordVerifier } from '../../security/password-verifier.ts'
import type { RequestFingerprints } from '../../security/request-fingerprint.ts'
import type { SuggestionTokens } from '../../security/suggestion-token.ts'
import { needsReauthentication } from '../sessions/step-up-policy.ts'
import type { ThrottleService } from '../throttling/throttle-service.ts'
import { visibleTo } from '../users/user-policy.ts'
import { examinePass } from '../verifications/pass-service.ts'
import {
  RecordedRefusal,
  type DirectoryReissueOrder,
  type DirectoryReissueService,
} from './directory-reissue-service.ts'
import type { IdempotencyService, KeyedRequest } from './idempotency-service.ts'
import type { RefusalService } from './refusal-service.ts'
import { createReissueFactsRepository, type TargetRecord } from './reissue-facts-repository.ts'
import { refusePassword, refuseReissue, type Refusal } from './reissue-policy.ts'
import type { Issued, IssueTemporaryPassword, ReissueRequest } from './reissue-transaction-service.ts'

export interface ReissueDependencies {
  readonly databases: ScopedDatabases
  readonly clock: () => Date
  readonly passwords: PasswordVerifier
  readonly tokens: SuggestionTokens
  readonly fingerprints: RequestFingerprints
  readonly idempotency: IdempotencyService
  readonly refusals: RefusalService
  readonly throttles: ThrottleService
  readonly issueTemporaryPassword: IssueTemporaryPassword
  /** For users whose password lives in a directory. */
  readonly inDirectories: DirectoryReissueService
}

export interface ReissueService {
  /** Revokes the user’s password and sets a temporary one, once per key; `replayed` tells that it had been done before. */
  reissue(request: ReissueRequest): Promise<Issued>
}

export function createReissueService(deps: ReissueDependencies): ReissueService {
  const { databases, clock, passwords, tokens, fingerprints, idempotency, refusals, throttles } = deps
  const { issueTemporaryPassword, inDirectories } = deps

  /** Everything that can be said without hashing: target, matrix, verification, editing, the password’s rules. */
  const examine = async (db: Kysely<Tables>, { caller, input }: ReissueRequest, target: TargetRecord) => {
    const { rules } = caller
    const suggestion = { userId: target.userId, operatorId: caller.userId, temporaryPassword: input.temporaryPassword }
    const isSuggested = input.suggestionToken !== undefined && tokens.proves(input.suggestionToken, suggestion, clock())
    const origin = isSuggested ? ('generated' as const) : ('edited' as const)
    const proposed = { value: input.temporaryPassword, origin, note: input.note }
    const claim = { verificationId: input.verificationId, target, operatorUserId: caller.userId, rules }
    const passRefusal = caller.role === 'helpdesk' ? await examinePass(db, claim, clock()) : undefined
    const refusal: Refusal | undefined =
      refuseReissue(caller, target, rules, passRefusal) ??
      refusePassword(caller, target, rules, proposed) ??
      // Last of the refusals: nobody types their password for what would be refused anyway (P14).
      (needsReauthentication(caller, rules, clock()) ? { code: 'reauth_required' } : undefined)
    return { origin, refusal }
  }

  const issueHere = async (request: ReissueRequest, keyed: KeyedRequest, target: TargetRecord): Promise<Issued> => {
    const { origin: passwordOrigin, refusal } = await examine(databases.of(request.caller), request, target)
    if (refusal) throw new AppError(refusal.code, refusal.fields ? { fields: refusal.fields } : {})
    // Hashing takes long on purpose; no lock may wait for it.
    const [verifier] = await Promise.all([passwords.hash(request.input.temporaryPassword), idempotency.tidy(clock())])
    return issueTemporaryPassword({ request, keyed, target, verifier, passwordOrigin })
  }

  const repeat = async (receipt: ReissueReceipt, inDirectory: DirectoryReissueOrder | undefined): Promise<Issued> => {
    const issued = { receipt, replayed: true }
    return inDirectory ? await inDirectories.confirm(inDirectory, issued) : issued
  }

  return {
    async reissue(request) {
      const { caller, userId, input, origin } = request
      const db = databases.of(caller)
      const keyed: KeyedRequest = {
        operatorUserId: caller.userId,
        key: request.idempotencyKey,
        fingerprint: fingerprints.compute('reissuePassword', userId, { ...input }),
      }
      const asked = { ...keyed, at: clock() }
      const { answer, target } = await createReissueFactsRepository(db).readRequest(asked, visibleTo(caller), userId)
      const answered = idempotency.readAnswer(answer, keyed)
      const inDirectory = target && target.accountId !== null ? { request, keyed, target } : undefined
      if (answered) return await repeat(answered, inDirectory)
      // Begun under this key, and allowed then: it is only brought to its end.
      const resumed = inDirectory && answer ? await inDirectories.resume(inDirectory) : undefined
      if (resumed) return resumed

      const attempt = { action: 'reissue_password', caller, origin } as const
      const throttled = { action: attempt.action, actor: caller, findTarget: async () => target, origin }
      const { operatorReissuesPerHour } = caller.rules
      await throttles.chargeOperator('operator_reissue', caller.userId, operatorReissuesPerHour, throttled)
      if (!target) return refusals.refuse(attempt, { code: 'not_found' })
      try {
        if (inDirectory) return await inDirectories.reissue(inDirectory, (current) => examine(db, request, current))
        return await issueHere(request, keyed, target)
      } catch (error) {
        if (!(error instanceof AppError) || !isServerErrorCode(error.code) || !isToBeRecorded(error)) throw error
        // Perhaps an equal request has been done meanwhile, and has used up the pass that this one was looked at with.
        const twin = error.code === 'verification_used' ? await idempotency.findAnswer(db, keyed, clock()) : undefined
        if (twin) return await repeat(twin, inDirectory)
        const { fields, retryAfterSeconds } = error.facts
        const facts = {
          ...(fields ? { fields } : {}),
          ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
        }
        return refusals.refuse({ ...attempt, target }, { code: error.code, ...facts })
      }
    },
  }
}

/** Where nothing was looked at, or the outcome is open, nothing was refused; some refusals are in the audit together with what they belong to. */
const isToBeRecorded = (error: AppError): boolean =>
  !(error instanceof RecordedRefusal) && error.code !== 'overloaded' && describeError(error.code).effect !== 'unknown'
