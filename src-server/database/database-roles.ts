import { sql } from 'kysely'
import { AppError } from '../../src-shared/errors/catalogue.ts'
import type { ScopedDatabases } from './scoped-databases.ts'

/** What an administrator of PostgreSQL runs where the server’s login may not make the roles itself. */
export const adviceOnRoles =
  'run as a superuser: CREATE ROLE saihakko_server NOLOGIN; CREATE ROLE saihakko_member NOLOGIN; ' +
  'GRANT saihakko_server, saihakko_member TO <the login of SAIHAKKO_DATABASE_URL>;'

/** `insufficient_privilege`, and `invalid_parameter_value` for a role that is not there. */
const roleProblems: readonly unknown[] = ['42501', '22023']

/** Throws AppError `database_roles_missing` unless the login may act as both roles: at the start, not at the first request. */
export async function assertRolesGranted({ server, forMember }: ScopedDatabases): Promise<void> {
  try {
    for (const db of [server, forMember('')]) await sql`select 1`.execute(db)
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || !roleProblems.includes(error.code)) throw error
    throw new AppError('database_roles_missing', { detail: adviceOnRoles }, { cause: error })
  }
}
