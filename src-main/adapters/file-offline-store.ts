import { mkdir, open, readdir, readFile, rename, rm, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { OfflineStorePort } from '../ports/offline-store-port.ts'

const headerName = 'copy'
const asideName = 'set-aside'
const chunkEnding = '.chunk'

/**
 * The copy as files of one folder: chunks that are written once and never changed, and a header that takes the place of the
 * one before in a single step. Whatever is not named by the header in force is left over from a change that was cut off.
 */
export function createFileOfflineStore(folder: string): OfflineStorePort {
  const pathOf = (name: string): string => join(folder, name)
  const chunkFile = (name: string): string => pathOf(name + chunkEnding)

  async function removeLeftOvers(allChunks: ReadonlySet<string>): Promise<void> {
    const names = await readdir(folder)
    const isUnnamed = (name: string): boolean =>
      name.endsWith(chunkEnding) && !allChunks.has(name.slice(0, -chunkEnding.length))
    const leftOver = names.filter((name) => name.endsWith('.part') || isUnnamed(name))
    await Promise.all(leftOver.map((name) => rm(pathOf(name), { force: true })))
  }

  return {
    readHeader: () => readIfThere(pathOf(headerName)),
    readChunk: (name) => readIfThere(chunkFile(name)),

    async commit({ header, newChunks, allChunks }) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await Promise.all([...newChunks].map(([name, bytes]) => writeThrough(chunkFile(name), bytes)))
      await writeThrough(pathOf(`${headerName}.part`), header)
      if (newChunks.size > 0) await flushFolder(folder)
      await rename(pathOf(`${headerName}.part`), pathOf(headerName))
      await flushFolder(folder)
      if (allChunks) await removeLeftOvers(allChunks)
    },

    async setAside() {
      const aside = pathOf(asideName)
      await rm(aside, { recursive: true, force: true })
      await mkdir(aside, { recursive: true, mode: 0o700 })
      const names = (await readdir(folder)).filter((name) => name !== asideName)
      await Promise.all(names.map((name) => rename(pathOf(name), join(aside, name))))
    },

    wipe: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  }
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Writes and waits until the disk has it. */
async function writeThrough(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'w', 0o600)
  await flushAndClose(file, () => file.writeFile(bytes))
}

/** Makes names that were given or taken in a folder outlast a loss of power; Windows keeps no folder open for that. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  await flushAndClose(await open(folder, 'r'), () => Promise.resolve())
}

async function flushAndClose(file: FileHandle, write: () => Promise<void>): Promise<void> {
  try {
    await write()
    await file.sync()
  } finally {
    await file.close()
  }
}
