import type { Kysely } from 'kysely'
import type { Tables } from '../../database/tables.ts'
import type { DirectoryAccount } from '../../directory/directory-port.ts'
import type { RequestOrigin } from '../../plugins/request-context.ts'
import type { AuditService } from '../audit/audit-service.ts'
import type { MemberDirectory } from './directories.ts'
import { createMirrorRepository } from './mirror-repository.ts'

export { setDirectoryPassword } from './mirror-repository.ts'

/** Where changes come from that nobody has asked for just now. */
export const directoryOrigin: RequestOrigin = { requestId: 'directory', remoteAddress: 'local' }

export interface MirrorCounts {
  readonly added: number
  readonly changed: number
  readonly retired: number
  readonly collisions: number
}

export interface MirrorPage {
  readonly changed: readonly DirectoryAccount[]
  readonly deleted: readonly string[]
  /** Before the directory was asked. */
  readonly readAt: Date
}

export interface MirrorService {
  /** Writes what a directory says of its users, with an event in the audit where anything changed. */
  apply(directory: MemberDirectory, page: MirrorPage): Promise<MirrorCounts>
  /** Reads one account and mirrors it; undefined when it is gone. Throws DirectoryError. */
  refresh(directory: MemberDirectory, accountId: string): Promise<DirectoryAccount | undefined>
}

export interface MirrorDependencies {
  readonly db: Kysely<Tables>
  readonly clock: () => Date
  readonly audit: AuditService
}

export function createMirrorService({ db, clock, audit }: MirrorDependencies): MirrorService {
  const apply: MirrorService['apply'] = ({ name, memberId }, { changed, deleted, readAt }) =>
    db.transaction().execute(async (tx) => {
      const mirror = createMirrorRepository(tx)
      const scope = { directory: name, memberId, readAt }
      const mirrored = changed.length === 0 ? [] : await mirror.mirror(scope, changed)
      const retired = deleted.length === 0 ? [] : await mirror.retire(scope, deleted)
      const count = (as: (typeof mirrored)[number]['as']): number => mirrored.filter((one) => one.as === as).length
      const counts = {
        added: count('added'),
        changed: count('changed'),
        retired: retired.length,
        collisions: count('collision'),
      }
      if (counts.added + counts.changed + counts.retired > 0) {
        const details = { directory: name, memberId, ...counts }
        await audit.append(tx, { action: 'sync_directory', outcome: 'done', origin: directoryOrigin, details })
      }
      return counts
    })

  return {
    apply,
    async refresh(directory, accountId) {
      const readAt = clock()
      const account = await directory.port.get(accountId)
      await apply(directory, { changed: account ? [account] : [], deleted: account ? [] : [accountId], readAt })
      return account
    },
  }
}
