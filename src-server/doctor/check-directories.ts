import type { Kysely } from 'kysely'
import type { Configuration } from '../config/read-configuration.ts'
import type { Tables } from '../database/tables.ts'
import type { DirectoryFinding, DirectoryPort } from '../directory/directory-port.ts'
import type { OpenedDirectory } from '../directory/opened-directory.ts'
import type { DirectoryConfig } from '../directory/directory-config-schema.ts'
import { fail, nameError, ok, warn, type Finding } from './finding.ts'

export interface DirectoryCheckOptions {
  readonly open: (config: DirectoryConfig) => OpenedDirectory
  /** Login ID of an account that may be written to, to prove the rights; nothing is written when left out. */
  readonly writeCheck: string | undefined
}

/** What every directory says of itself, member by member; reads only, but for the one account that may be written to. */
export async function* checkDirectories(
  { directories }: Pick<Configuration, 'directories'>,
  { open, writeCheck }: DirectoryCheckOptions,
): AsyncGenerator<Finding> {
  let isWritten = false
  for (const [name, config] of Object.entries(directories)) {
    let opened: OpenedDirectory
    try {
      opened = open(config)
    } catch (error) {
      yield fail(`directory ${name}`, `cannot be used (${nameError(error)})`, 'Correct its settings')
      continue
    }
    try {
      for (const { memberId } of config.members) {
        const port = opened.ofMember(memberId)
        if (!port) continue
        const accountId = writeCheck === undefined ? undefined : await findAccount(port, writeCheck)
        isWritten ||= accountId !== undefined
        for (const finding of await port.selfTest(accountId)) yield describe(`${name}, ${memberId}`, finding)
      }
    } finally {
      await opened.close()
    }
  }
  if (writeCheck !== undefined && !isWritten)
    yield fail('write check', 'no directory has exactly one account of that login ID', 'Name a test account')
}

/** Undefined as well when the directory cannot be asked: its own findings say why. */
async function findAccount(port: DirectoryPort, loginId: string): Promise<string | undefined> {
  try {
    const { accounts } = await port.search(loginId, 50)
    const found = accounts.filter((account) => account.loginId.toLowerCase() === loginId.toLowerCase())
    return found.length === 1 ? found[0]?.accountId : undefined
  } catch {
    return undefined
  }
}

function describe(place: string, { check, outcome, detail }: DirectoryFinding): Finding {
  const what = `directory ${place}: ${check.replace('_', ' ')}`
  if (outcome === 'ok') return ok(what, detail)
  const level = outcome === 'warning' ? 'warn' : 'fail'
  return { level, what, found: detail }
}

/** How the mirror stands; nothing where there is none. */
export async function checkMirrors(db: Kysely<Tables>, now: Date): Promise<Finding[]> {
  const rows = await db.selectFrom('directory_sync').selectAll().orderBy('directory').orderBy('member_id').execute()
  return rows.map((row) => {
    const what = `mirror ${row.directory}, ${row.member_id}`
    if (row.succeeded_at === null)
      return warn(what, `has never been up to date (${row.last_failure ?? 'not begun'})`, 'See the findings above')
    const minutes = Math.round((now.getTime() - row.succeeded_at.getTime()) / 60_000)
    const collisions = row.collisions === 0 ? '' : `; ${row.collisions} accounts have the ID of another user`
    const found = `up to date ${minutes} minutes ago${collisions}`
    if (row.failures > 0)
      return warn(what, `${found}; ${row.failures} failures since (${row.last_failure})`, 'See above')
    return row.collisions === 0 ? ok(what, found) : warn(what, found, 'Give them IDs of their own')
  })
}
