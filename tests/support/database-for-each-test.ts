import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import type { OpenDatabase } from '../../src-server/database/open-database.ts'
import { startTestDatabases, type DatabaseKind, type TestDatabases } from './test-database.ts'

/** Gives each test of the surrounding `describe` a fresh, migrated database; call the result inside of a test. */
export function openDatabaseForEachTest(kind: DatabaseKind): () => OpenDatabase {
  let databases: TestDatabases | undefined
  let database: OpenDatabase | undefined
  beforeAll(async () => {
    databases = await startTestDatabases(kind)
  })
  afterAll(async () => databases?.stop())
  beforeEach(async () => {
    database = await databases?.open()
  })
  afterEach(async () => database?.close())
  return () => {
    if (!database) throw new Error('no test is running')
    return database
  }
}
