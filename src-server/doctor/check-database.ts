import { sql, type Kysely } from 'kysely'
import { assertMigrated } from '../database/migrate.ts'
import type { OpenDatabase } from '../database/open-database.ts'
import type { Tables } from '../database/tables.ts'
import { AppError } from '../../src-shared/errors/catalogue.ts'
import { fail, nameError, ok, warn, type Finding } from './finding.ts'

export interface DatabaseUnderCheck extends Pick<OpenDatabase, 'db' | 'kind'> {
  readonly clock: () => Date
}

type DatabaseCheck = (database: DatabaseUnderCheck) => Promise<Finding>

const oldestVersion = 15
const serviceRoles = ['saihakko_server', 'saihakko_member'] as const
const clockLimitsMs = { warn: 2000, fail: 60_000 }

/** Every check of an open database, in the order in which they are told. To add one, add it here. */
const checks: readonly (readonly [what: string, check: DatabaseCheck])[] = [
  ['database version', checkVersion],
  ['character type', checkCharacterType],
  ['migrations', checkMigrations],
  ['roles', checkRoles],
  ['clock', checkClock],
  ['audit', checkAuditHead],
]

/** Runs them all; one that breaks is a finding, too. */
export async function checkDatabase(database: DatabaseUnderCheck): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const [what, check] of checks) {
    findings.push(
      await check(database).catch((error: unknown) =>
        fail(what, `cannot be checked (${nameError(error)})`, 'See the lines above and the log of the database'),
      ),
    )
  }
  return findings
}

async function checkVersion({ db }: DatabaseUnderCheck): Promise<Finding> {
  const { rows } = await sql<{ version: string; number: number }>`
    select current_setting('server_version') as version, current_setting('server_version_num')::int as number`.execute(
    db,
  )
  const { version = '', number = 0 } = rows[0] ?? {}
  if (number >= oldestVersion * 10_000) return ok('database version', version)
  return fail('database version', version, `Use PostgreSQL ${oldestVersion} or later`)
}

async function checkCharacterType({ db }: DatabaseUnderCheck): Promise<Finding> {
  const { rows } = await sql<{ name: string; lowered: string }>`
    select datctype as name, lower('ＡÉЖ') as lowered from pg_database where datname = current_database()`.execute(db)
  const { name = '', lowered = '' } = rows[0] ?? {}
  if (lowered === 'ａéж') return ok('character type', name)
  return fail('character type', name, "Create the database anew with LC_CTYPE 'C.UTF-8' TEMPLATE template0")
}

async function checkMigrations({ db, kind }: DatabaseUnderCheck): Promise<Finding> {
  try {
    await assertMigrated(db)
    return ok('migrations', 'up to date')
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const found = error.facts.detail ?? 'not up to date'
    if (kind === 'embedded') return warn('migrations', found, 'The next start brings it up to date')
    return fail('migrations', found, 'Run saihakko-server migrate, or use the server of that version')
  }
}

/** Without its roles the service would work with the rights of the owner, or not at all (P16, P24). */
async function checkRoles({ db }: DatabaseUnderCheck): Promise<Finding> {
  const { rows } = await sql<{ name: string; isUnbound: boolean; isOurs: boolean }>`
    select rolname as name, rolsuper or rolbypassrls as "isUnbound", pg_has_role(current_user, oid,
      case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end) as "isOurs"
    from pg_roles where rolname = any(${[...serviceRoles]})`.execute(db)
  const wrong = serviceRoles.filter((name) => !rows.some((row) => row.name === name && row.isOurs && !row.isUnbound))
  if (wrong.length === 0) return ok('roles', serviceRoles.join(', '))
  const grant = wrong.map((name) => `CREATE ROLE ${name} NOLOGIN; GRANT ${name} TO the login of the server`).join('; ')
  return fail('roles', `${wrong.join(', ')} missing, not granted, or above row security`, `As a superuser: ${grant}`)
}

/** Expiry and delays are told by the server’s clock, `now()` of the database and the logs by the other one. */
async function checkClock({ db, clock }: DatabaseUnderCheck): Promise<Finding> {
  const before = clock().getTime()
  const { rows } = await sql<{ epoch: string }>`select extract(epoch from clock_timestamp()) as epoch`.execute(db)
  const after = clock().getTime()
  return judgeClock(Number(rows[0]?.epoch) * 1000 - (before + after) / 2)
}

/** What it means when the database’s clock is so many milliseconds ahead of this machine’s. */
export function judgeClock(aheadMs: number): Finding {
  const found = `the database’s is ${Math.abs(Math.round(aheadMs))} ms ${aheadMs < 0 ? 'behind' : 'ahead'}`
  const todo = 'Set both by NTP'
  if (!(Math.abs(aheadMs) <= clockLimitsMs.fail)) return fail('clock', found, todo)
  return Math.abs(aheadMs) > clockLimitsMs.warn ? warn('clock', found, todo) : ok('clock', found)
}

async function checkAuditHead({ db }: DatabaseUnderCheck): Promise<Finding> {
  const todo = 'Restore the database from its backup'
  const head = await db.selectFrom('audit_head').select(['seq']).executeTakeFirst()
  if (!head) return fail('audit', 'its head is missing', todo)
  const last = await sql<{ seq: number | null }>`select max(seq) as seq from audit_events`.execute(db)
  const seq = last.rows[0]?.seq ?? 0
  if (seq !== head.seq) return fail('audit', `the head says ${head.seq}, the last event is ${seq}`, todo)
  return ok('audit', `${head.seq} events; saihakko-server audit verify proves them`)
}

/** How many notices wait; undefined when the database cannot tell. */
export async function countUnsentNotices(db: Kysely<Tables>): Promise<number | undefined> {
  try {
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from notification_outbox where sent_at is null and failed_at is null`.execute(db)
    return rows[0]?.count ?? 0
  } catch {
    return undefined
  }
}
