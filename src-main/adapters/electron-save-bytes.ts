import type { SaveBytesPort } from '../ports/save-bytes-port.ts'
import { choosePlace } from './electron-save-file.ts'
import { writeWholeFile } from './node-whole-file.ts'

/** The system’s own dialog, for PDF files. */
export const electronSavePdf: SaveBytesPort = {
  async save(fileName, bytes, signal) {
    const path = await choosePlace({ fileName, type: { name: 'PDF', extension: 'pdf' } })
    signal.throwIfAborted()
    if (path === undefined) return false
    await writeWholeFile(path, bytes)
    return true
  },
}
