import { existsSync, statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { keyFileName, rootKeyBytes } from '../security/server-keys.ts'
import { fail, nameError, ok, warn, type Finding } from './finding.ts'

const directory = 'data directory'
const keyFile = 'key file'
const disk = 'free disk space'
const mebibyte = 1024 ** 2
const leastSpace = { warn: 1024 * mebibyte, fail: 100 * mebibyte }

/** The data directory, the server’s key in it, and the room that is left. Makes and changes nothing. */
export async function checkDataDirectory(dataDir: string): Promise<Finding[]> {
  if (!existsSync(dataDir)) return [warn(directory, `${dataDir} is not there`, 'The first start makes it')]
  return [checkDirectory(dataDir), checkKeyFile(join(dataDir, keyFileName)), await checkDisk(dataDir)]
}

function checkDirectory(dataDir: string): Finding {
  const { mode, isFolder } = look(dataDir)
  if (!isFolder) return fail(directory, `${dataDir} is not a folder`, 'Set SAIHAKKO_DATA_DIR to another place')
  if (isOpenToOthers(mode)) return warn(directory, `${dataDir} is open to other users`, `Run chmod 700 ${dataDir}`)
  return ok(directory, dataDir)
}

function checkKeyFile(path: string): Finding {
  if (!existsSync(path)) {
    return warn(keyFile, `${path} is not there`, 'The first start makes it; beside other servers, copy theirs')
  }
  const { mode, size } = look(path)
  if (isOpenToOthers(mode)) return fail(keyFile, `${path} may be read by other users`, `Run chmod 600 ${path}`)
  if (size !== rootKeyBytes) return fail(keyFile, `${path} is not a key`, 'Restore it from the backup')
  return ok(keyFile, path)
}

async function checkDisk(dataDir: string): Promise<Finding> {
  try {
    const { bavail, bsize } = await statfs(dataDir)
    return judgeSpace(bavail * bsize)
  } catch (error) {
    return warn(disk, `cannot be read (${nameError(error)})`, 'Look at the disk yourself')
  }
}

/** What so many free bytes mean. */
export function judgeSpace(bytes: number): Finding {
  const found = `${Math.floor(bytes / mebibyte)} MiB`
  if (bytes < leastSpace.fail) return fail(disk, found, 'Make room: a database that cannot write stops')
  if (bytes < leastSpace.warn) return warn(disk, found, 'Make room before it runs out')
  return ok(disk, found)
}

function look(path: string): { mode: number; size: number; isFolder: boolean } {
  const found = statSync(path)
  return { mode: found.mode, size: found.size, isFolder: found.isDirectory() }
}

/** Windows keeps access lists instead of modes. */
const isOpenToOthers = (mode: number): boolean => process.platform !== 'win32' && (mode & 0o077) !== 0
