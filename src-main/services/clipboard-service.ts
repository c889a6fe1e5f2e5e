import { createHmac, randomBytes } from 'node:crypto'
import { AppError } from '../../src-shared/errors/catalogue.ts'
import type { ClipboardView } from '../../src-shared/ipc/contract.ts'
import type { ClipboardPort } from '../ports/clipboard-port.ts'
import type { TimerPort } from '../ports/timer-port.ts'
import { takeTurns } from './take-turns.ts'

/** When to try again after the clipboard could not be read or cleared. */
const clearRetryMs = 5_000

interface Held {
  readonly reissueId: string
  /** What was copied, as a keyed hash: enough to recognise it, no second plaintext (E33). */
  readonly fingerprint: string
  readonly clearsAt: string
  readonly stopClearing: () => void
}

export interface ClipboardServiceDependencies {
  readonly clipboard: ClipboardPort
  readonly timer: TimerPort
  readonly readSecret: (reissueId: string) => string
  /** How long a copied temporary password stays on the clipboard; asked at each copy. */
  readonly readHoldMs: () => number
  readonly onChanged: (view: ClipboardView) => void
}

export type ClipboardService = ReturnType<typeof createClipboardService>

/** Copies temporary passwords and takes them off the clipboard again, unless something else was copied since. */
export function createClipboardService(dependencies: ClipboardServiceDependencies) {
  const { clipboard, timer, readSecret, readHoldMs, onChanged } = dependencies
  const key = randomBytes(32)
  const fingerprintOf = (text: string): string => createHmac('sha256', key).update(text).digest('base64')
  let held: Held | undefined

  /** One after the other: a lock that falls into a copy clears what the copy leaves behind. */
  const inTurn = takeTurns()

  const view = (): ClipboardView => ({ reissueId: held?.reissueId ?? null, clearsAt: held?.clearsAt ?? null })

  const clearLater = (delayMs: number): (() => void) =>
    timer.after(delayMs, () => void clearIfOurs().catch(() => undefined))

  const clearIfOurs = (): Promise<void> =>
    inTurn(async () => {
      if (!held) return
      held.stopClearing()
      try {
        // Clear, never overwrite with a blank: an overwritten entry stays in clipboard histories (E33).
        if (fingerprintOf(await clipboard.read()) === held.fingerprint) await clipboard.clear()
      } catch (error) {
        held = { ...held, stopClearing: clearLater(clearRetryMs) }
        throw error
      }
      held = undefined
      onChanged(view())
    })

  return {
    /** Puts the password of a reissue on the clipboard; fails with `secret_gone` or `clipboard_unavailable`. */
    copy: (reissueId: string): Promise<ClipboardView> =>
      inTurn(async () => {
        const text = readSecret(reissueId)
        try {
          await clipboard.writeSecret(text)
        } catch (cause) {
          throw new AppError('clipboard_unavailable', {}, { cause })
        }
        held?.stopClearing()
        const holdMs = readHoldMs()
        const clearsAt = new Date(timer.now().getTime() + holdMs).toISOString()
        held = { reissueId, fingerprint: fingerprintOf(text), clearsAt, stopClearing: clearLater(holdMs) }
        onChanged(view())
        return view()
      }),

    clearIfOurs,

    isHolding: (): boolean => held !== undefined,
  }
}
