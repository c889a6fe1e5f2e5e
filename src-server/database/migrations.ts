import type { Migration } from 'kysely/migration'
import * as foundation from './migrations/0001-foundation.ts'
import * as userSearch from './migrations/0002-user-search.ts'
import * as endSessionsOfDisabled from './migrations/0003-end-sessions-of-disabled.ts'
import * as verificationAndThrottles from './migrations/0004-verification-and-throttles.ts'
import * as auditChain from './migrations/0005-audit-chain.ts'
import * as rolesAndRowSecurity from './migrations/0006-roles-and-row-security.ts'
import * as sessionLimitAndRepeatedFailures from './migrations/0007-session-limit-and-repeated-failures.ts'
import * as idempotencyKeysByUser from './migrations/0008-idempotency-keys-by-user.ts'
import * as handovers from './migrations/0009-handovers.ts'
import * as directories from './migrations/0010-directories.ts'
import * as searchIndexStamps from './migrations/0011-search-index-stamps.ts'

/** Every migration, in order. Named here and not found by a look into the folder, since the server is bundled. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-foundation': foundation,
  '0002-user-search': userSearch,
  '0003-end-sessions-of-disabled': endSessionsOfDisabled,
  '0004-verification-and-throttles': verificationAndThrottles,
  '0005-audit-chain': auditChain,
  '0006-roles-and-row-security': rolesAndRowSecurity,
  '0007-session-limit-and-repeated-failures': sessionLimitAndRepeatedFailures,
  '0008-idempotency-keys-by-user': idempotencyKeysByUser,
  '0009-handovers': handovers,
  '0010-directories': directories,
  '0011-search-index-stamps': searchIndexStamps,
}
