import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { openSession } from '../../support/desk-client.ts'
import { openFaultDesk, type FaultDesk } from '../../support/fault-desk.ts'
import { startPostgresServer } from '../../support/postgres-server.ts'
import { startServe, type ServeOptions, type ServeProcess } from '../../support/serve-process.ts'
import { createPassword } from '../contract/contract-steps.ts'
import { writeConfiguration } from '../serve-directories.ts'
import type { OwnServer } from '../worlds/own-server.ts'
import type { ServerWorld, TestAccount } from '../worlds/directory-world.ts'
import type { DirectoryOrder, TwoSystems } from './prove-truth.ts'

/** A server on PostgreSQL whose member M-A lives in a real directory, to be killed and started again. */
export interface KillDesk extends TwoSystems {
  readonly world: ServerWorld
  readonly server: ServeProcess
  /** A user that nothing was asked for yet. */
  nextOrder(): DirectoryOrder
  /** By kill -9, where it has not ended by itself; resolves when the database has noticed, and done what it was still sent. */
  endServer(): Promise<void>
  /** Over the same database at the same address, after the end of the former process. */
  startAgain(options?: Pick<ServeOptions, 'env'>): Promise<void>
  /** As if minutes had passed: whoever worked on a reissue is gone, and what was sent has arrived or never will. */
  age(): Promise<void>
  /** Until the reconciler has left nothing open, or the server has ended before it could. */
  waitUntilSettled(): Promise<void>
  close(): Promise<void>
}

/** With `users` accounts made for it and mirrored; ends the directory with itself. */
export async function openKillDesk(own: OwnServer, users: number): Promise<KillDesk> {
  const { world } = own
  const postgres = await startPostgresServer()
  const desk = await openFaultDesk(postgres)
  const folder = mkdtempSync(join(tmpdir(), 'saihakko-kill-desk-'))
  const accounts: TestAccount[] = []
  for (let count = 0; count < users; count += 1) accounts.push(await world.addAccount())
  const configuration = writeConfiguration(folder, { main: { directory: world.directory, memberId: 'M-A' } })
  const start = (port: number, options: Pick<ServeOptions, 'env'> = {}): Promise<ServeProcess> =>
    startServe({ ...desk, port, hasFaultPoints: true, args: ['--config', configuration], ...options })
  let server = await start(0)
  await waitUntil(() => areMirrored(desk, accounts))
  const token = await openSession(server.url, 'administrator')
  const endServer = async (): Promise<void> => {
    await server.end('SIGKILL')
    const own = await listOwnConnections(desk)
    await waitUntil(async () => !(await hasConnectionsBut(desk, own)))
  }
  return {
    world,
    db: desk.db,
    get server() {
      return server
    },
    get url() {
      return server.url
    },
    token,
    nextOrder() {
      const account = accounts.pop()
      if (!account) throw new Error('more users are needed')
      const order = {
        userId: userIdOf(account),
        key: crypto.randomUUID(),
        temporaryPassword: createPassword().replace('-', ''),
      }
      return { account, order }
    },
    endServer,
    async startAgain(options) {
      await endServer()
      server = await start(server.port, options)
    },
    async age() {
      await sql`update reissue_intents set requested_at = requested_at - interval '4 minutes',
        held_until = held_until - interval '4 minutes' where status = 'requested'`.execute(desk.db)
    },
    async waitUntilSettled() {
      let hasEnded = false
      void server.ended.then(() => (hasEnded = true))
      await waitUntil(async () => hasEnded || (await countOpen(desk)) === 0)
    },
    async close() {
      await server.end('SIGKILL')
      await desk.close()
      await postgres.stop()
      await own.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** As the worlds name them. */
export const userIdOf = ({ loginId }: TestAccount): string => `A-${loginId}`

/** All that the pool of the test may have (`openFaultDesk`): asked at the same time, none answers for two. */
async function listOwnConnections({ db }: FaultDesk): Promise<number[]> {
  const ask = sql<{ pid: number }>`select pg_backend_pid() as pid from pg_sleep(0.005)`
  const answers = await Promise.all(Array.from({ length: 3 }, () => ask.execute(db)))
  return answers.flatMap(({ rows }) => rows.map(({ pid }) => pid))
}

async function hasConnectionsBut({ db }: FaultDesk, own: readonly number[]): Promise<boolean> {
  const { rows } = await sql`select from pg_stat_activity where datname = current_database()
    and backend_type = 'client backend' and pid <> all(${[...own]})`.execute(db)
  return rows.length > 0
}

const countOpen = async ({ db }: FaultDesk): Promise<number> =>
  (await db.selectFrom('reissue_intents').select('reissue_id').where('status', '=', 'requested').execute()).length

const areMirrored = async ({ db }: FaultDesk, accounts: readonly TestAccount[]): Promise<boolean> => {
  const rows = await db.selectFrom('users').select('user_id').where('directory_account_id', 'is not', null).execute()
  const mirrored = new Set(rows.map(({ user_id: userId }) => userId))
  return accounts.every((account) => mirrored.has(userIdOf(account)))
}

/** What another process does is seen in the database alone. */
async function waitUntil(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('the server has not done it in 30 s')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
