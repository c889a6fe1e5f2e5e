import type { StartedDirectory } from '../servers/open-ldap-server.ts'
import type { RunningDirectory } from '../servers/running-directory.ts'
import type { ServerProcess } from '../servers/server-process.ts'
import type { ServerWorld } from './directory-world.ts'

/** A directory server that no other test freezes, fills or asks. */
export interface OwnServer {
  readonly world: ServerWorld
  readonly server: ServerProcess
  /** After a crash, over the same data at the same address; what is bound to the world is lost, logins are not. */
  startAgain(): Promise<void>
  stop(): Promise<void>
}

export async function startOwnServer(
  start: () => Promise<StartedDirectory>,
  openWorld: (directory: RunningDirectory) => Promise<ServerWorld>,
): Promise<OwnServer> {
  const { directory, server } = await start()
  const world = await openWorld(directory)
  return {
    world,
    server,
    async startAgain() {
      await server.crash()
      server.startAgain()
      await server.waitUntilListening(directory.host, directory.port)
    },
    async stop() {
      await world.close().catch(() => undefined)
      await server.stop()
    },
  }
}
