/**
 * Electron's partitions: each has its own protocol handlers, permission handlers and downloads. What pages store lies in
 * the browser's one in-memory profile, told apart by origin.
 */
import { fence, notSupported } from '../border.ts'
import type { DevtoolsSession } from '../browser/devtools-pipe.ts'
import { surface } from '../surface.ts'
import { createCustomSchemes } from './custom-schemes.ts'
import type { CustomSchemes } from './custom-schemes.ts'
import { createSession } from './session.ts'
import type { HostSession } from './session.ts'

export interface Partition {
  readonly schemes: CustomSchemes
  readonly session: HostSession
}
export interface Partitions {
  /** What the app gets as `session`. */
  readonly statics: object
  /** '' is the default session. */
  of(name: string): Partition
}
/** A page that is open, and the address it shows, as the app knows it. */
export interface OpenPage {
  readonly session: DevtoolsSession
  readonly url: string
}

/** @param pages the open pages of one partition */
export function createPartitions(pages: (name: string) => readonly OpenPage[]): Partitions {
  const known = new Map<string, Partition>()

  function create(name: string): Partition {
    const schemes = createCustomSchemes()
    const session = createSession(schemes, () =>
      pages(name).flatMap((page) => {
        const address = schemes.toInternal(page.url)
        return address.startsWith('https:') ? [{ session: page.session, origin: new URL(address).origin }] : []
      }),
    )
    const partition = { schemes, session }
    known.set(name, partition)
    return partition
  }
  const of = (name: string) => known.get(name) ?? create(name)
  const statics = {
    defaultSession: of('').session.border,
    fromPartition(name: string) {
      if (name.startsWith('persist:')) throw notSupported(`session.fromPartition('${name}')`)
      return of(name).session.border
    },
  }
  return { of, statics: fence('session', statics, surface.Session) }
}
