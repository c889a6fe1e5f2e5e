import { loadavg } from 'node:os'
import { startPostgresServer } from '../../support/postgres-server.ts'
import type { BenchOptions } from '../bench-suite.ts'
import { createPostgresDatabase } from '../server/bench-databases.ts'
import { addOperators, fillDatabase, type BenchData, type DatabaseSize } from '../server/fill-database.ts'
import { profileActs } from './page/profile-acts.ts'
import type { ProfileRun } from './profile-run.ts'
import { explainStatements } from './server/explain-statements.ts'
import { profileRequests, type RequestProfile } from './server/profile-requests.ts'
import { startProfiledServer } from './server/profiled-server.ts'
import { profileStart } from './start/profile-start.ts'

interface ProfileSizes {
  readonly database: DatabaseSize
  /** Of the usual number of requests. */
  readonly share: number
  /** Of each act in the page. */
  readonly repeats: number
  readonly starts: number
}

const usualSizes: ProfileSizes = { database: { users: 100_000, members: 1000 }, share: 1, repeats: 20, starts: 10 }
const smokeSizes: ProfileSizes = { database: { users: 60, members: 3 }, share: 0.01, repeats: 2, starts: 1 }

/** Where the time goes: on the server’s thread, in PostgreSQL, in the page, and at the start. */
export async function runProfile({ isSmoke, tell }: Pick<BenchOptions, 'isSmoke' | 'tell'>): Promise<ProfileRun> {
  const { database, share, repeats, starts } = isSmoke ? smokeSizes : usualSizes
  const loadBefore = loadavg()[0] ?? 0
  const server = await profileServer(database, share, tell)
  tell('profile: the page')
  const acts = await profileActs(repeats)
  tell('profile: the start')
  const start = await profileStart(starts)
  const load = [loadBefore, loadavg()[0] ?? 0] as const
  return { at: new Date().toISOString(), load, users: database.users, ...server, acts, start }
}

async function profileServer(
  size: DatabaseSize,
  share: number,
  tell: BenchOptions['tell'],
): Promise<Pick<ProfileRun, 'requests' | 'plans'>> {
  const postgres = await startPostgresServer()
  try {
    const database = await createPostgresDatabase(postgres)
    await fillDatabase(database.db, size)
    const data = await addOperators(database.db)
    tell(`profile: ${size.users} users are there`)
    const requests = await profileAnswers(database.url, data, share)
    tell('profile: the server is done, its statements follow')
    const plans = await explainStatements(database.url, data)
    await database.remove()
    return { requests, plans }
  } finally {
    await postgres.stop()
  }
}

async function profileAnswers(url: string, data: BenchData, share: number): Promise<RequestProfile[]> {
  const server = await startProfiledServer(url)
  try {
    return await profileRequests(server, data, share)
  } finally {
    await server.close()
  }
}
