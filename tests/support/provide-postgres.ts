import { startPostgresServer } from './postgres-server.ts'

/** Vitest’s global set-up: one PostgreSQL for the whole run, unless the person who tests names theirs. */
export default async function providePostgres(): Promise<() => Promise<void>> {
  if (process.env['SAIHAKKO_TEST_DATABASE_URL'] !== undefined) return async () => {}
  const server = await startPostgresServer()
  process.env['SAIHAKKO_TEST_DATABASE_URL'] = server.urlOf('postgres')
  return () => server.stop()
}
