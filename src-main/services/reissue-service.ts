import type { ReissueReceipt } from '../../src-shared/api/reissues.ts'
import { AppError, describeError, type ErrorCode } from '../../src-shared/errors/catalogue.ts'
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
  readonly verificationId?: string | undefined
}

/** One request under one key. It stays open until its outcome is known for sure. */
interface Attempt {
  readonly input: IssueInput
  readonly idempotencyKey: string
  readonly suggestionToken: string | undefined
  /** Who asked: nobody else may repeat it, or the audit would name the wrong person. */
  readonly operatorId: string
  /** A request may have reached the server without a clear answer. From then on “nothing happened” is no longer believed. */
  mayHaveHappened: boolean
  running?: Promise<ReissueReceipt>
}

export interface ReissueServiceDependencies {
  readonly session: Pick<SessionService, 'call' | 'read'>
  readonly timer: TimerPort
  readonly newId: () => string
  /** The length that this desk wishes for suggestions; null: as the policy has it. */
  readonly readWishedLength: () => number | null
  /** The temporary password of a reissue is held from now on, or is not any more. */
  readonly onHeld: (reissueId: string, isHeld: boolean) => void
}

export type ReissueService = ReturnType<typeof createReissueService>

/**
 * Suggestions, reissues and the temporary passwords that were just issued. The plaintext lives in this service’s memory
 * until the done screen is left, the desk is locked, or five minutes have passed.
 */
export function createReissueService(dependencies: ReissueServiceDependencies) {
  const { session, timer, newId, readWishedLength, onHeld } = dependencies
  const suggestions = new Map<string, { temporaryPassword: string; suggestionToken: string }>()
  /** At most one per user, so that an older request can never land after a newer one. */
  const openAttempts = new Map<string, Attempt>()
  const secrets = new Map<string, { temporaryPassword: string; stopExpiry: () => void }>()
  let timesForgotten = 0

  const discardSecret = (reissueId: string): void => {
    secrets.get(reissueId)?.stopExpiry()
    if (secrets.delete(reissueId)) onHeld(reissueId, false)
  }

  const isOpen = (attempt: Attempt): boolean => openAttempts.get(attempt.input.userId) === attempt

  function begin(input: IssueInput): Attempt {
    const operatorId = session.read().session?.user.userId
    if (operatorId === undefined) throw new AppError('not_logged_in')
    const suggestion = suggestions.get(input.userId)
    const isSuggested = suggestion?.temporaryPassword === input.temporaryPassword
    const suggestionToken = isSuggested ? suggestion.suggestionToken : undefined
    const attempt = { input, idempotencyKey: newId(), suggestionToken, operatorId, mayHaveHappened: false }
    openAttempts.set(input.userId, attempt)
    return attempt
  }

  const send = ({ input, idempotencyKey, suggestionToken }: Attempt): Promise<ReissueReceipt> =>
    session.call('reissuePassword', {
      params: { userId: input.userId },
      headers: { 'idempotency-key': idempotencyKey },
      body: {
        temporaryPassword: input.temporaryPassword,
        ...(suggestionToken === undefined ? {} : { suggestionToken }),
        ...(input.note === undefined ? {} : { note: input.note }),
        ...(input.verificationId === undefined ? {} : { verificationId: input.verificationId }),
      },
    })

  async function sendUntilAnswered(attempt: Attempt): Promise<ReissueReceipt> {
    for (const delayMs of [...retryDelaysMs, undefined]) {
      const isStillOurs = isOpen(attempt) && session.read().session?.user.userId === attempt.operatorId
      if (!isStillOurs) throw new AppError('outcome_unknown')
      try {
        return await send(attempt)
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        if (describeError(error.code).effect === 'unknown') attempt.mayHaveHappened = true
        if (!attempt.mayHaveHappened || isRefusal(error.code) || error.code === 'reauth_required') throw error
        const isLast = delayMs === undefined || !isPassing(error.code)
        // Told as it was, where the server says itself that it does not know.
        if (isLast && describeError(error.code).kind === 'unknown_outcome') throw error
        if (isLast) throw new AppError('outcome_unknown', error.facts, { cause: error })
        await timer.wait(delayMs)
      }
    }
    throw new AppError('outcome_unknown')
  }

  /** After an outcome that was unknown for a while: somebody else may have reissued, or the user used it, meanwhile. */
  async function requireStillValid({ reissueId }: ReissueReceipt): Promise<void> {
    const { state } = await session.call('readReissue', { params: { reissueId } }).catch(() => ({ state: 'unknown' }))
    if (state === 'unknown') throw new AppError('outcome_unknown')
    if (state !== 'pending') throw new AppError('reissue_overtaken')
  }

  async function run(attempt: Attempt): Promise<ReissueReceipt> {
    const { input } = attempt
    try {
      const receipt = await sendUntilAnswered(attempt)
      if (attempt.mayHaveHappened) await requireStillValid(receipt)
      // Forgotten meanwhile (locked, logged out): the plaintext must not come back.
      if (!isOpen(attempt)) return receipt
      openAttempts.delete(input.userId)
      suggestions.delete(input.userId)
      const stopExpiry = timer.after(secretHeldMs, () => discardSecret(receipt.reissueId))
      secrets.set(receipt.reissueId, { temporaryPassword: input.temporaryPassword, stopExpiry })
      onHeld(receipt.reissueId, true)
      return receipt
    } catch (error) {
      const isSettled = error instanceof AppError && !staysOpen(error.code)
      if (isSettled && isOpen(attempt)) openAttempts.delete(input.userId)
      throw error
    }
  }

  const settle = (attempt: Attempt): Promise<ReissueReceipt> => {
    attempt.running ??= run(attempt).finally(() => delete attempt.running)
    return attempt.running
  }

  /** Finds out about an attempt that another one is to follow, and lets go of its password, which nobody will see. */
  async function settleEarlier(earlier: Attempt): Promise<void> {
    try {
      discardSecret((await settle(earlier)).reissueId)
    } catch (error) {
      if (error instanceof AppError && error.code === 'reauth_required') throw error
    }
    if (isOpen(earlier)) throw new AppError('outcome_unknown')
  }

  return {
    async suggest(userId: string) {
      const forgottenBefore = timesForgotten
      const length = readWishedLength()
      const query = length === null ? {} : { length }
      const answer = await session.call('suggestTemporaryPassword', { params: { userId }, query })
      const { suggestionToken, ...suggestion } = answer
      if (timesForgotten === forgottenBefore) {
        suggestions.set(userId, { temporaryPassword: suggestion.temporaryPassword, suggestionToken })
      }
      return suggestion
    },

    /**
     * Reissues, at most once for the same input, whatever the network does (R1, U22). Fails with `outcome_unknown` when no
     * answer can be had for now: calling again with the same input asks for the outcome under the same key. Other input
     * for the same user waits until the earlier attempt is settled, so that the password shown is the one that works.
     */
    async issue(input: IssueInput): Promise<ReissueReceipt> {
      const earlier = openAttempts.get(input.userId)
      if (earlier && !isSameInput(earlier.input, input)) {
        if (earlier.mayHaveHappened || earlier.running) await settleEarlier(earlier)
        // Refused for want of the own password, and given up for this: it must not be sent any more.
        else openAttempts.delete(input.userId)
      }
      return await settle(openAttempts.get(input.userId) ?? begin(input))
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
      timesForgotten += 1
      for (const reissueId of secrets.keys()) discardSecret(reissueId)
      suggestions.clear()
      openAttempts.clear()
    },
  }
}

/** The outcome is open, or the person has to enter their password first: the next try goes on under the same key (P14). */
const staysOpen = (code: ErrorCode): boolean => describeError(code).effect === 'unknown' || code === 'reauth_required'

const isSameInput = (a: IssueInput, b: IssueInput): boolean =>
  a.temporaryPassword === b.temporaryPassword && a.note === b.note && a.verificationId === b.verificationId

/** The server looked at this very request and refused it: had it been done before, the same key would have said so. */
const isRefusal = (code: ErrorCode): boolean =>
  ['validation', 'authorization', 'not_found'].includes(describeError(code).kind)

/** Worth asking again in a moment. */
const isPassing = (code: ErrorCode): boolean =>
  ['unknown_outcome', 'unavailable', 'internal'].includes(describeError(code).kind) && code !== 'answer_not_understood'
