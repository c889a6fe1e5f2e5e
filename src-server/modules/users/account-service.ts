import type { Kysely } from 'kysely'
import type { Tables } from '../../database/tables.ts'
import { createCredentialRepository } from './credential-repository.ts'
import { createUserRepository } from './user-repository.ts'

export type { CredentialRecord, DirectoryCredential } from './credential-repository.ts'
export type { AdministratorRecord, UserRecord, UserScope } from './user-repository.ts'

/** Users and their credentials for other modules, on the connection or in the transaction they are working in. */
export const openAccounts = (db: Kysely<Tables>) => ({ ...createUserRepository(db), ...createCredentialRepository(db) })
