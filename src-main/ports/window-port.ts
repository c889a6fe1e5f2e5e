import type { Notify } from './notify-port.ts'

/** The one window, as far as services need it. Without a window nothing happens. */
export interface WindowPort {
  readonly notify: Notify
  /** Destroys the page with all that it holds, and loads it anew. */
  reloadPage(): void
  /** Keeps the window out of screen captures, or lets it into them again (E39). */
  protectContent(isOn: boolean): void
  isFocused(): boolean
  /** Calls `listener` when there is something of the first page to see. */
  onShown(listener: () => void): void
  /** Calls `listener` when `reloadPage` is done: what the old page has painted stays on the screen until then (S-14). */
  onReloaded(listener: () => void): void
  /** Calls `listener` when the page has crashed or the window was closed: what was shown or copied has to go too. */
  onLost(listener: () => void): void
}
