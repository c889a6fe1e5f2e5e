import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { app, dialog } from 'electron'
import type { SaveFilePort } from '../ports/save-file-port.ts'

/** The system’s own dialog; the file is for its owner alone. */
export const electronSaveFile: SaveFilePort = {
  async save(fileName, text) {
    const { canceled, filePath } = await dialog.showSaveDialog({
      defaultPath: join(app.getPath('documents'), fileName),
      filters: [{ name: 'Text', extensions: ['txt'] }],
    })
    if (canceled || filePath === '') return false
    await writeFile(filePath, text, { encoding: 'utf8', mode: 0o600 })
    return true
  },
}
