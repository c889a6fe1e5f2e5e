import { join } from 'node:path'
import { app, dialog } from 'electron'
import type { GrowingFilePort, SaveFilePort, SuggestedFile } from '../ports/save-file-port.ts'
import { writeWholeFile } from './node-whole-file.ts'

/** The system’s own dialog; nothing when it was closed without a choice. */
export async function choosePlace({ fileName, type }: SuggestedFile): Promise<string | undefined> {
  const { canceled, filePath } = await dialog.showSaveDialog({
    defaultPath: join(app.getPath('documents'), fileName),
    filters: [{ name: type.name, extensions: [type.extension] }],
  })
  return canceled || filePath === '' ? undefined : filePath
}

export const electronSaveFile: SaveFilePort = {
  async save(fileName, text) {
    const path = await choosePlace({ fileName, type: { name: 'Text', extension: 'txt' } })
    if (path === undefined) return false
    await writeWholeFile(path, text)
    return true
  },
}

/** Files that grow at a place chosen in the system’s dialog. */
export const createElectronGrowingFiles = ({ begin }: Pick<GrowingFilePort, 'begin'>): GrowingFilePort => ({
  choosePlace,
  begin,
})
