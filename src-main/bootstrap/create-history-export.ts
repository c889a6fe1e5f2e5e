import { join } from 'node:path'
import { app } from 'electron'
import { createElectronGrowingFiles } from '../adapters/electron-save-file.ts'
import { createGrowingFiles } from '../adapters/node-growing-file.ts'
import { systemTimer } from '../adapters/system-timer.ts'
import {
  createHistoryExportService,
  type HistoryExportDependencies,
  type HistoryExportService,
} from '../services/history-export-service.ts'

/** The export of the history; what an earlier run of the app has left unfinished is removed meanwhile. */
export function createHistoryExport(
  parts: Pick<HistoryExportDependencies, 'list' | 'onChanged'>,
): HistoryExportService {
  const growing = createGrowingFiles(join(app.getPath('userData'), 'unfinished-export'))
  void growing.removeLeftOver()
  return createHistoryExportService({ ...parts, files: createElectronGrowingFiles(growing), timer: systemTimer })
}
