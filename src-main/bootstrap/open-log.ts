import { createElectronFileLog, type FileLog } from '../adapters/electron-file-log.ts'
import { createStderrLog } from '../adapters/stderr-log.ts'

/** The file, and beside it standard error while the app is being developed. */
export function openLog(directory: string, isPackaged: boolean): FileLog {
  const file = createElectronFileLog(directory)
  if (isPackaged) return file
  const terminal = createStderrLog()
  return {
    readLastLines: (count) => file.readLastLines(count),
    info(event, facts) {
      file.info(event, facts)
      terminal.info(event, facts)
    },
    warn(event, facts) {
      file.warn(event, facts)
      terminal.warn(event, facts)
    },
  }
}
