import { isAppUrl } from './app-address.ts'

/** The part of Electron’s `WebFrameMain` that the decision needs; null after the frame has gone. */
export interface CallingFrame {
  readonly url: string
  readonly parent: unknown
}

/** Tells whether an IPC message came from the app’s own page, in the top frame (E17). Fails closed. */
export function isTrustedFrame(frame: CallingFrame | null | undefined): boolean {
  return frame !== null && frame !== undefined && frame.parent === null && isAppUrl(frame.url)
}
