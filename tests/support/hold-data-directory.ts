import { lockDataDirectory } from '../../src-server/database/data-directory-lock.ts'
import { AppError } from '../../src-shared/errors/catalogue.ts'

/** Run as a process: takes the data directory, says how that went, and holds it until it is killed. */
const [dataDir = ''] = process.argv.slice(2)
try {
  lockDataDirectory(dataDir)
  process.send?.('locked')
} catch (error) {
  process.send?.(error instanceof AppError ? error.code : String(error))
}
process.on('disconnect', () => process.exit())
