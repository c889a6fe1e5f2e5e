import { randomBytes } from 'node:crypto'
import { rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** How files end that are not whole yet. */
export const partEnding = '.saihakko-part'

/** A hidden name beside `path` that nothing has, short enough for every file system; renaming from there is one step. */
export const namePartOf = (path: string): string =>
  join(dirname(path), `.${basename(path).slice(0, 60)}.${randomBytes(6).toString('hex')}${partEnding}`)

/**
 * Writes a file for its owner alone, over whatever stood there: the whole of it or none, so that a full disk spoils no
 * older one. A link at `path` is replaced, not followed. Rejects when it could not be written; nothing is left beside it then.
 */
export async function writeWholeFile(path: string, data: string | Uint8Array): Promise<void> {
  const part = namePartOf(path)
  try {
    await writeFile(part, data, { mode: 0o600, flag: 'wx' })
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined)
    throw error
  }
}
