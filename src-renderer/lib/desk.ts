import type { DeskBridge } from '../../src-shared/ipc/bridge.ts'
import type { Answer, DeskError } from '../../src-shared/ipc/envelope.ts'

declare global {
  interface Window {
    /** Put there by the preload script; absent in an ordinary browser. */
    readonly desk?: DeskBridge
  }
}

/** The bridge to the main process. Throws when the page was opened outside of the app. */
export function findDesk(): DeskBridge {
  if (!window.desk) throw new Error('window.desk is missing: this page works inside the app only')
  return window.desk
}

/** An error answer of the main process as something TanStack Query can carry: the code and facts, no internals, no secret. */
export class DeskFailure extends Error {
  override readonly name = 'DeskFailure'
  readonly error: DeskError

  constructor(error: DeskError) {
    super(error.code)
    this.error = error
  }
}

/** Waits for the answer of one bridge call. Throws DeskFailure for an error answer. */
export async function unwrap<Value>(call: Promise<Answer<Value>>): Promise<Value> {
  const answer = await call
  if (answer.ok) return answer.value
  throw new DeskFailure(answer.error)
}

/** What went wrong, for the page to tell; anything that is not an error answer counts as a fault of the app. */
export function toDeskError(reason: unknown): DeskError {
  return reason instanceof DeskFailure ? reason.error : { code: 'app_error', traceId: '-' }
}
