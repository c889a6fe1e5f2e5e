import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, rmdirSync, statSync, truncateSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A disk in memory that can be filled to the last byte. */
export interface SmallDisk {
  readonly folder: string
  fill(): void
  /** Gives all of that back, or so many bytes of it. */
  makeRoom(bytes?: number): void
  remove(): void
}

/** Undefined where this user may not mount. */
export function mountSmallDisk(megabytes: number): SmallDisk | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'saihakko-disk-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'none', folder])
  if (mounted.status !== 0) {
    rmdirSync(folder)
    return undefined
  }
  const ballast = join(folder, 'ballast')
  return {
    folder,
    fill: () => writeUntilFull(ballast),
    makeRoom(bytes) {
      if (bytes === undefined) rmSync(ballast, { force: true })
      else truncateSync(ballast, Math.max(0, statSync(ballast).size - bytes))
    },
    remove() {
      const unmounted = spawnSync('umount', [folder], { encoding: 'utf8' })
      if (unmounted.status !== 0) throw new Error(`${folder} is not unmounted: ${unmounted.stderr}`)
      rmdirSync(folder)
    },
  }
}

function writeUntilFull(path: string): void {
  const file = openSync(path, 'w')
  const block = Buffer.alloc(4096)
  try {
    for (;;) writeSync(file, block)
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'ENOSPC') throw error
  } finally {
    closeSync(file)
  }
}
