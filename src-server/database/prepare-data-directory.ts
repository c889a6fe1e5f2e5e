import { accessSync, chmodSync, constants, mkdirSync, statSync } from 'node:fs'
import { AppError } from '../../src-shared/errors/catalogue.ts'

/**
 * Makes the data directory if need be and shuts it to everybody else (0700): it holds verifiers and the server's keys.
 * Throws `data_directory_unusable`.
 */
export function prepareDataDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    if (!statSync(directory).isDirectory()) throw new Error('not a folder')
    if (process.platform !== 'win32' && (statSync(directory).mode & 0o077) !== 0) chmodSync(directory, 0o700)
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new AppError('data_directory_unusable', { detail: `${directory}: ${reason}` }, { cause: error })
  }
}
