import { setImmediate as soon } from 'node:timers/promises'
import { buildAppWithWork } from '../../src-server/app.ts'
import type { OpenDatabase } from '../../src-server/database/open-database.ts'
import {
  openDirectories,
  type Directories,
  type MemberDirectory,
} from '../../src-server/modules/directories/directories.ts'
import type { DirectoryWork } from '../../src-server/modules/directories/start-directory-work.ts'
import { directoryConfigSchema } from '../../src-server/directory/directory-config-schema.ts'
import { findBrokenInvariants } from './check-invariants.ts'
import { createFixedClock, type FixedClock } from './fixed-clock.ts'
import { createMemoryDirectory, type MemoryDirectory } from './memory-directory.ts'
import { passwordOf, people, type PersonName } from './server-fixtures.ts'
import { startTestServer, type TestServer } from './test-server.ts'

export interface DirectoryDesk {
  readonly server: TestServer
  readonly directory: MemoryDirectory
  readonly directories: Directories
  readonly clock: FixedClock
  /** What a second server process does in the background over the same database. */
  readonly work: DirectoryWork
  readonly member: MemberDirectory
  sync(): ReturnType<DirectoryWork['sync']['sync']>
  close(): Promise<void>
}

/** Whose passwords live in the directory of member M-A. */
export const directoryPeople = ['administrator', 'staff', 'colleague'] as const satisfies readonly PersonName[]

export const accountOf = (name: (typeof directoryPeople)[number]): string => `account-${people[name].userId}`

const config = directoryConfigSchema.parse({
  kind: 'active-directory',
  url: 'ldaps://directory.example',
  bindDn: 'CN=svc',
  bindPasswordFile: '/nowhere',
  members: [{ memberId: 'M-A', baseDn: 'OU=A' }],
  timeoutMs: 500,
})

/** The people of the tests, with those of member M-A but a few living in a directory; mirrored once already. */
export async function openDirectoryDesk(database: OpenDatabase): Promise<DirectoryDesk> {
  const clock = createFixedClock()
  const directory = createMemoryDirectory(clock.now)
  for (const name of directoryPeople) putPerson(directory, name)
  const directories = openDirectories({ configured: { main: config }, open: () => directory.opened, clock: clock.now })
  const overrides = { clock: clock.now, directories, wait: () => soon() }
  const server = await startTestServer({ database, overrides })
  const { app, directoryWork: work } = buildAppWithWork(server.deps)
  const [member] = directories.all
  if (!member) throw new Error('no directory')
  const sync = () => work.sync.sync(member)
  const outcome = await sync()
  if (outcome.kind !== 'synced') throw new Error(`not mirrored: ${JSON.stringify(outcome)}`)
  return {
    server,
    directory,
    directories,
    clock,
    work,
    member,
    sync,
    async close() {
      await app.close()
      await server.close()
    },
  }
}

export function putPerson(directory: MemoryDirectory, name: (typeof directoryPeople)[number]): void {
  const { userId, loginId, userName, role } = people[name]
  const account = { accountId: accountOf(name), userId, loginId, userName, role, passwordState: 'active' } as const
  directory.put({ ...account, state: 'active' }, passwordOf(name))
}

/** Throws when a rule of the database is broken; for the end of every test. */
export async function proveDeskSound({ server, directory }: DirectoryDesk): Promise<void> {
  const broken = await findBrokenInvariants(server.db)
  const mirrored = await server.db
    .selectFrom('users')
    .select(['directory_account_id as accountId', 'directory_version as version', 'directory_password_state as state'])
    .where('directory_account_id', 'is not', null)
    .where('directory_state', '=', 'active')
    .execute()
  const open = await server.db
    .selectFrom('reissue_intents')
    .select('account_id')
    .where('status', '=', 'requested')
    .execute()
  for (const { accountId, version, state } of mirrored) {
    const account = directory.read(accountId ?? '')
    const isOpen = open.some((intent) => intent.account_id === accountId)
    // Across both systems: what is said to be temporary is, and of the very password that is in force there.
    const isTold = account?.version !== version || account.passwordState === state || state === 'expired'
    if (!isOpen && !isTold) broken.push(`what is told of ${accountId} is so`)
  }
  if (broken.length > 0) throw new Error(broken.join('\n'))
}

/** Brings the mirror up to date by a complete listing, as every hour. */
export async function mirrorAnew(desk: DirectoryDesk): Promise<void> {
  await desk.server.db.deleteFrom('directory_sync').execute()
  const outcome = await desk.sync()
  if (outcome.kind !== 'synced') throw new Error(JSON.stringify(outcome))
}
