import type { SessionView } from '../../src-shared/ipc/contract.ts'

/** What the window’s menu may offer now. */
export interface MenuAccess {
  /** Somebody is logged in, nothing is locked, and no password has to be chosen first. */
  readonly isOpen: boolean
  /** Unlocked without the server: only what lies on this machine. */
  readonly isOffline: boolean
  readonly isHelpdesk: boolean
}

export function readMenuAccess({ session, locked, isOffline }: SessionView): MenuAccess {
  const isOpen = session !== null && !locked && !session.mustChangePassword && session.user.role !== 'staff'
  return { isOpen, isOffline, isHelpdesk: isOpen && session.user.role === 'helpdesk' }
}
