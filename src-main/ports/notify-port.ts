import type { EventName } from '../../src-shared/ipc/channel-names.ts'
import type { DeskEvent } from '../../src-shared/ipc/bridge.ts'

/** Tells the page something unasked. Without a window nothing happens: a new page asks for everything itself. */
export type Notify = <N extends EventName>(name: N, event: DeskEvent<N>) => void
