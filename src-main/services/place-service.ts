import type { KeptPlace } from '../../src-shared/ipc/place-schema.ts'
import type { SessionService } from './session-service.ts'

export type PlaceService = ReturnType<typeof createPlaceService>

/** Where somebody was before the lock destroyed the page: in memory alone, and for the same person alone. */
export function createPlaceService(session: Pick<SessionService, 'read' | 'requireOpen'>) {
  let kept: { readonly userId: string; readonly place: KeptPlace } | undefined
  const readUserId = (): string | undefined => session.read().session?.user.userId

  return {
    /** Fails with `not_logged_in` or `locked`. */
    keep(place: KeptPlace): void {
      session.requireOpen()
      const userId = readUserId()
      if (userId !== undefined) kept = { userId, place }
    },

    /** Nothing while the desk is locked: what was sought is no business of whoever stands before it. */
    read(): KeptPlace | null {
      if (session.read().locked) return null
      return kept !== undefined && kept.userId === readUserId() ? kept.place : null
    },

    forget(): void {
      kept = undefined
    },
  }
}
