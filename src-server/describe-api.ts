import { randomInt, randomUUID } from 'node:crypto'
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import { buildApp } from './app.ts'
import { createScopedDatabases } from './database/scoped-databases.ts'
import type { Tables } from './database/tables.ts'
import { readOpenApi } from './plugins/openapi.ts'
import { createServerPasswords } from './serve.ts'
import { createEphemeralServerKeys } from './security/server-keys.ts'

/** The OpenAPI document as `GET /openapi.json` serves it, without a database, and always the same text. */
export async function describeApi(): Promise<string> {
  const app = buildApp({
    databases: createScopedDatabases(openNothing),
    keys: createEphemeralServerKeys(),
    passwords: createServerPasswords(),
    clock: () => new Date(),
    randomInt: (limit) => randomInt(limit),
    newId: randomUUID,
    logger: { level: 'silent' },
  })
  try {
    await app.ready()
    return `${JSON.stringify(readOpenApi(app), null, 2)}\n`
  } finally {
    await app.close()
  }
}

const openNothing = (): Kysely<Tables> =>
  new Kysely({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
