import type { ImportKind, ImportOptions, ImportOutcome } from './run-import.ts'
import { runImport } from './run-import.ts'
import { createImportRepository } from './import-repository.ts'
import { importedMemberFormat, type ImportedMember, type MemberColumn } from './imported-member-schema.ts'
import { importedUserFormat, type ImportColumn, type ImportedUser } from './imported-user-schema.ts'
import { createMemberImportRepository } from './member-import-repository.ts'

export type { ImportOptions, ImportOutcome } from './run-import.ts'

export interface ImportedUserCounts {
  readonly users: number
  readonly members: number
}

export interface ImportedMemberCounts {
  readonly members: number
}

const users: ImportKind<ImportColumn, ImportedUser, ImportedUserCounts> = {
  format: importedUserFormat,
  action: 'import_users',
  tables: ['members', 'users', 'credentials'],
  openStaging(transaction) {
    const repository = createImportRepository(transaction)
    return {
      ...repository,
      async findProblems() {
        await repository.markNewUsers()
        return repository.findProblems()
      },
      async merge(columns, at) {
        const changes = await repository.countChanges(columns)
        const counts = await repository.merge(columns, at)
        return { counts, details: { ...counts, ...changes } }
      },
    }
  },
}

const members: ImportKind<MemberColumn, ImportedMember, ImportedMemberCounts> = {
  format: importedMemberFormat,
  action: 'import_members',
  tables: ['members'],
  openStaging(transaction) {
    const repository = createMemberImportRepository(transaction)
    return {
      ...repository,
      async merge(columns, at) {
        const details = await repository.merge(columns, at)
        return { counts: { members: details.members }, details }
      },
    }
  },
}

/** Imports users from CSV. Users that exist (by user ID) are updated; their passwords are left alone. */
export const importUsers = (options: ImportOptions): Promise<ImportOutcome<ImportedUserCounts>> =>
  runImport(options, users)

/** Imports members from CSV: names, time zones, and the facts that a verification may ask for. */
export const importMembers = (options: ImportOptions): Promise<ImportOutcome<ImportedMemberCounts>> =>
  runImport(options, members)
