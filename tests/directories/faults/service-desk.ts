import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { buildAppWithWork } from '../../../src-server/app.ts'
import { directoryConfigSchema } from '../../../src-server/directory/directory-config-schema.ts'
import { openDirectory } from '../../../src-server/directory/open-directory.ts'
import { openDirectories } from '../../../src-server/modules/directories/directories.ts'
import { startTestDatabases } from '../../support/test-database.ts'
import { startTestServer } from '../../support/test-server.ts'
import { createPassword } from '../contract/contract-steps.ts'
import { userIdOf } from '../kills/kill-desk.ts'
import type { DirectoryOrder, TwoSystems } from '../kills/prove-truth.ts'
import { baseOf } from '../servers/person-entries.ts'
import { makeServerCertificate, type ServerCertificate } from '../servers/server-certificates.ts'
import { makeServerFolder } from '../servers/server-process.ts'
import { createMovableClock } from '../worlds/own-world.ts'
import { createSettings } from '../worlds/directory-settings.ts'
import type { ServerWorld, TestAccount } from '../worlds/directory-world.ts'
import { startBridge, type Bridge } from './bridge.ts'

/** The service in this process, on PostgreSQL, with a real directory behind a bridge. */
export interface ServiceDesk extends TwoSystems {
  readonly bridge: Bridge
  readonly certificates: { readonly valid: ServerCertificate; readonly expired: ServerCertificate }
  /** Of an administrator of the member in whose part of the directory the service account has no rights. */
  readonly powerlessToken: string
  nextOrder(): DirectoryOrder
  /** Of somebody in that part. */
  readonly powerlessOrder: DirectoryOrder
  /** Everything that was logged. */
  log(): string
  /** The directory is asked again at once, however often it was down. */
  closeBreaker(): void
  /** As if minutes had passed and nobody had asked: what was left open is settled. */
  reconcile(): Promise<void>
  close(): Promise<void>
}

export const timeoutMs = 700
const powerless = { memberId: 'M-B', part: 'M-X' } as const

/** Members M-A and M-B of the tests live in it, the latter where nothing may be written. */
export async function openServiceDesk(world: ServerWorld, users: number): Promise<ServiceDesk> {
  const accounts: TestAccount[] = []
  for (let count = 0; count < users; count += 1) accounts.push(await world.addAccount())
  const outside = await world.addAccount({ member: powerless.part })
  const folder = makeServerFolder('service')
  const bridge = await startBridge(world.directory)
  const [valid, expired] = [
    await makeServerCertificate(join(folder)),
    await makeServerCertificate(makeServerFolder('expired'), { days: 0 }),
  ]
  const caFile = join(folder, 'authorities.pem')
  writeFileSync(
    caFile,
    [bridge.caFile, valid.caFile, expired.caFile].map((file) => readFileSync(file, 'utf8')).join(''),
  )
  const settings = createSettings(world.directory, { url: bridge.url, caFile, timeoutMs }, ['M-A'])
  const member = { memberId: powerless.memberId, baseDn: baseOf(powerless.part, world.directory.suffix) }
  const config = directoryConfigSchema.parse({ ...settings, members: [...settings.members, member] })
  const breakerClock = createMovableClock()
  const directories = openDirectories({ configured: { main: config }, open: openDirectory, clock: breakerClock.now })
  const databases = await startTestDatabases('postgres')
  const database = await databases.open()
  const server = await startTestServer({ database, overrides: { clock: () => new Date(), directories } })
  const { app, directoryWork: work } = buildAppWithWork(server.deps)
  for (const one of directories.all) {
    const outcome = await work.sync.sync(one)
    if (outcome.kind !== 'synced') throw new Error(JSON.stringify(outcome))
  }
  const orderFor = (account: TestAccount): DirectoryOrder => {
    const temporaryPassword = createPassword().replace('-', '')
    return { account, order: { userId: userIdOf(account), key: crypto.randomUUID(), temporaryPassword } }
  }
  return {
    world,
    db: server.db,
    url: server.url,
    bridge,
    certificates: { valid, expired },
    token: await server.logIn('otherAdministrator'),
    powerlessToken: await server.logIn('foreignAdministrator'),
    powerlessOrder: orderFor(outside),
    nextOrder() {
      const account = accounts.pop()
      if (!account) throw new Error('more users are needed')
      return orderFor(account)
    },
    log: () => server.log(),
    closeBreaker: () => breakerClock.forwardTo(new Date(breakerClock.now().getTime() + 120_000)),
    async reconcile() {
      await sql`update reissue_intents set requested_at = requested_at - interval '4 minutes',
        held_until = held_until - interval '4 minutes' where status = 'requested'`.execute(server.db)
      await work.reconcileIntents()
    },
    async close() {
      await app.close()
      await server.close()
      await directories.close()
      await database.close()
      await databases.stop()
      await bridge.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
