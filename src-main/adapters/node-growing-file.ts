import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { GrowingFile, GrowingFilePort } from '../ports/save-file-port.ts'
import { namePartOf, partEnding } from './node-whole-file.ts'

export interface GrowingFiles {
  readonly begin: GrowingFilePort['begin']
  /** At the start: removes what a crash or a loss of power has left beside a chosen place. Never rejects. */
  removeLeftOver(): Promise<void>
}

/** `notePath`: where the name of the one unfinished file is noted, so that the next start can remove it. */
export function createGrowingFiles(notePath: string): GrowingFiles {
  const forgetNote = (): Promise<void> => rm(notePath, { force: true }).catch(() => undefined)

  return {
    async begin(path): Promise<GrowingFile> {
      const part = namePartOf(path)
      await mkdir(dirname(notePath), { recursive: true })
      await writeFile(notePath, part, { mode: 0o600 })
      const file = await open(part, 'wx', 0o600).catch(async (error: unknown) => {
        await forgetNote()
        throw error
      })
      let isOver = false
      return {
        append: (text) => file.appendFile(text, 'utf8'),

        async finish() {
          await file.sync()
          await file.close()
          await rename(part, path)
          isOver = true
          await flushFolder(dirname(path))
          await forgetNote()
        },

        async discard() {
          if (isOver) return
          isOver = true
          await file.close().catch(() => undefined)
          // The note stays when the file does: the next start tries again.
          await rm(part, { force: true }).then(forgetNote, () => undefined)
        },
      }
    },

    async removeLeftOver() {
      const part = await readFile(notePath, 'utf8').catch(() => '')
      // SECURITY: S-29. Nothing but a file of ours is ever removed, whatever the note says.
      const isOurs = basename(part).startsWith('.') && part.endsWith(partEnding)
      // The note stays when the file does, as in `discard`.
      await (isOurs ? rm(part, { force: true }) : Promise.resolve()).then(forgetNote, () => undefined)
    },
  }
}

/** Makes the new name outlast a loss of power; Windows keeps no folder open for that, and no file is lost where it fails. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r').catch(() => undefined)
  await handle?.sync().catch(() => undefined)
  await handle?.close().catch(() => undefined)
}
