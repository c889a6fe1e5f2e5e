import type { ReissueReceipt } from '../../src-shared/api/reissues.ts'
import { AppError, describeError } from '../../src-shared/errors/catalogue.ts'
import type { TimerPort } from '../ports/timer-port.ts'
import type { SessionService } from './session-service.ts'

/** How long a temporary password is held for the done screen, unless it is left before. */
export const secretHeldMs = 5 * 60_000
/** Pauses before the same request is sent again after a lost answer (R4): somebody may be waiting on the phone. */
const retryDelaysMs = [400, 1_200]

export interface IssueInput {
  readonly userId: string
  readonly temporaryPassword: string
  readonly note?: string | undefined
}

interface Attempt {
  readonly input: IssueInput
  readonly idempotencyKey: string
}

export interface ReissueServiceDependencies {
  readonly session: Pick<SessionService, 'call'>
  readonly timer: TimerPort
  readonly newId: () => string
}

export type ReissueService = ReturnType<typeof createReissueService>

/**
 * Suggestions, reissues and the temporary passwords that were just issued. The plaintext lives in this service’s memory
 * until the done screen is left, the desk is locked, or five minutes have passed.
 */
export function createReissueService({ session, timer, newId }: ReissueServiceDependencies) {
  const suggestions = new Map<string, { temporaryPassword: string; suggestionToken: string }>()
  /** The last attempt for a user whose outcome is not known for sure. */
  const openAttempts = new Map<string, Attempt>()
  const secrets = new Map<string, { temporaryPassword: string; stopExpiry: () => void }>()

  const discardSecret = (reissueId: string): void => {
    secrets.get(reissueId)?.stopExpiry()
    secrets.delete(reissueId)
  }

  /** The same input again means the same attempt: its key makes the server answer with the one true outcome. */
  function attemptFor(input: IssueInput): Attempt {
    const open = openAttempts.get(input.userId)
    const isSame = open?.input.temporaryPassword === input.temporaryPassword && open.input.note === input.note
    return open && isSame ? open : { input, idempotencyKey: newId() }
  }

  async function send({ input, idempotencyKey }: Attempt): Promise<ReissueReceipt> {
    const { userId, temporaryPassword, note } = input
    const suggestion = suggestions.get(userId)
    const isSuggested = suggestion?.temporaryPassword === temporaryPassword
    return await session.call('reissuePassword', {
      params: { userId },
      headers: { 'idempotency-key': idempotencyKey },
      body: {
        temporaryPassword,
        ...(isSuggested ? { suggestionToken: suggestion.suggestionToken } : {}),
        ...(note === undefined ? {} : { note }),
      },
    })
  }

  async function sendUntilAnswered(attempt: Attempt): Promise<ReissueReceipt> {
    let mayHaveHappened = false
    for (const delayMs of [...retryDelaysMs, undefined]) {
      try {
        return await send(attempt)
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        if (describeError(error.code).effect === 'unknown') mayHaveHappened = true
        const isRetryable = error.code === 'outcome_unknown' || (mayHaveHappened && error.code === 'server_unreachable')
        if (!isRetryable) throw error
        if (delayMs === undefined) throw new AppError('outcome_unknown', error.facts, { cause: error })
        await timer.wait(delayMs)
      }
    }
    throw new AppError('outcome_unknown')
  }

  return {
    async suggest(userId: string) {
      const { suggestionToken, ...suggestion } = await session.call('suggestTemporaryPassword', { params: { userId } })
      suggestions.set(userId, { temporaryPassword: suggestion.temporaryPassword, suggestionToken })
      return suggestion
    },

    /**
     * Reissues, at most once whatever the network does. Fails with `outcome_unknown` when no answer can be had for now:
     * calling again with the same input asks for the outcome under the same key (R1, U22).
     */
    async issue(input: IssueInput): Promise<ReissueReceipt> {
      const attempt = attemptFor(input)
      openAttempts.set(input.userId, attempt)
      try {
        const receipt = await sendUntilAnswered(attempt)
        openAttempts.delete(input.userId)
        suggestions.delete(input.userId)
        const stopExpiry = timer.after(secretHeldMs, () => discardSecret(receipt.reissueId))
        secrets.set(receipt.reissueId, { temporaryPassword: input.temporaryPassword, stopExpiry })
        return receipt
      } catch (error) {
        if (error instanceof AppError && describeError(error.code).effect === 'nothing_changed')
          openAttempts.delete(input.userId)
        throw error
      }
    },

    discardSecret,

    /** The temporary password of a reissue just made; fails with `secret_gone`. For the main process alone. */
    readSecret(reissueId: string): string {
      const secret = secrets.get(reissueId)
      if (!secret) throw new AppError('secret_gone')
      return secret.temporaryPassword
    },

    /** Forgets every plaintext: the desk was locked, or the session is over. */
    forgetEverything(): void {
      for (const reissueId of secrets.keys()) discardSecret(reissueId)
      suggestions.clear()
      openAttempts.clear()
    },
  }
}
