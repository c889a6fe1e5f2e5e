/** What a page needs from the rest of the host. Handed in by host.ts; nothing here is global. */
import type { Browser } from '../browser/launch-browser.ts'
import type { IpcHub } from '../ipc/ipc-main.ts'
import type { CustomSchemes } from '../protocol/custom-schemes.ts'
import type { Partition, Partitions } from '../protocol/partitions.ts'
import type { HostSession } from '../protocol/session.ts'
import type { HostTheme } from '../system/native-theme.ts'
import type { EventOf } from '../surface.ts'

export interface PageServices {
  readonly schemes: CustomSchemes
  readonly session: HostSession
  readonly ipc: IpcHub
  readonly theme: HostTheme
  readonly appName: () => string
  readonly emitApp: (name: EventOf<'app'>, ...values: unknown[]) => void
  /** Somebody used a window: for powerMonitor's idle time. */
  readonly noteInput: () => void
  /** Throws before the app is ready, as Electron does. */
  readonly browser: () => Browser
}
/** The same for a window, which brings the partition that its page is in. */
export interface WindowServices extends Omit<PageServices, keyof Partition> {
  readonly partitions: Pick<Partitions, 'of'>
}
