import { rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { mountSmallDisk, type SmallDisk } from '../../support/small-disk.ts'
import type { ServerWorld } from '../worlds/directory-world.ts'
import type { StartedDirectory } from './open-ldap-server.ts'
import { runProgram } from './run-program.ts'
import type { RunningDirectory } from './running-directory.ts'

/** A directory server whose data are on a disk that can be filled to the last byte. */
export interface SmallDiskServer {
  readonly world: ServerWorld
  readonly directory: RunningDirectory
  readonly disk: SmallDisk
  /** Whether or not it has outlived the full disk. */
  startAgain(): Promise<void>
  close(): Promise<void>
}

export interface SmallDiskOptions {
  readonly start: () => Promise<StartedDirectory>
  readonly openWorld: (directory: RunningDirectory) => Promise<ServerWorld>
  /** The part of the server’s folder that is moved there. */
  readonly part: string
  readonly megabytes: number
}

/** Undefined where this user may not mount a disk. */
export async function startOnSmallDisk(options: SmallDiskOptions): Promise<SmallDiskServer | undefined> {
  const { start, openWorld, part, megabytes } = options
  const disk = mountSmallDisk(megabytes)
  if (!disk) return undefined
  const { directory, server } = await start()
  const { host, port, folder } = directory
  await server.crash()
  const data = join(folder, part)
  // With the holes that they have, and no others.
  await runProgram('cp', ['-a', '--sparse=auto', `${data}/.`, disk.folder])
  rmSync(data, { recursive: true })
  symlinkSync(disk.folder, data)
  const startAgain = async (): Promise<void> => {
    await server.crash()
    server.startAgain()
    await server.waitUntilListening(host, port)
  }
  await startAgain()
  const world = await openWorld(directory)
  return {
    world,
    directory,
    disk,
    startAgain,
    async close() {
      await world.close().catch(() => undefined)
      await server.stop()
      disk.remove()
    },
  }
}
