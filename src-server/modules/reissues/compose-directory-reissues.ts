import type { ScopedDatabases } from '../../database/scoped-databases.ts'
import type { AuditService } from '../audit/audit-service.ts'
import type { AccountQueue } from '../directories/account-queue.ts'
import type { Directories } from '../directories/directories.ts'
import type { MirrorService } from '../directories/mirror-service.ts'
import { createIntentOpening } from './directory-intent-service.ts'
import { createDirectoryReissueService, type DirectoryReissueService } from './directory-reissue-service.ts'
import type { IdempotencyService } from './idempotency-service.ts'
import { createIntentConclusion } from './intent-conclusion-service.ts'
import { createIntentReconciliation } from './intent-reconciliation-service.ts'
import { createIntentSettling, type UnconfirmedAlert } from './intent-settling-service.ts'
import type { RecordReissue } from './reissue-effects-service.ts'

export interface DirectoryReissueParts {
  readonly databases: ScopedDatabases
  readonly clock: () => Date
  readonly newId: () => string
  readonly wait: (delayMs: number) => Promise<unknown>
  readonly directories: Directories
  readonly queue: AccountQueue
  readonly mirror: MirrorService
  readonly idempotency: IdempotencyService
  readonly audit: AuditService
  readonly recordReissue: RecordReissue
  readonly alert: UnconfirmedAlert
  readonly reportUnrecorded: (error: unknown) => void
}

/** Reissues in directories, and what settles those that were left. */
export function composeDirectoryReissues(parts: DirectoryReissueParts): {
  readonly inDirectories: DirectoryReissueService
  readonly reconcileIntents: () => Promise<number>
} {
  const conclusion = createIntentConclusion(parts)
  const settling = createIntentSettling(parts, conclusion)
  const openIntent = createIntentOpening(parts)
  return {
    inDirectories: createDirectoryReissueService({ ...parts, openIntent, conclusion, settling }),
    reconcileIntents: createIntentReconciliation({ ...parts, db: parts.databases.server, settling }),
  }
}
