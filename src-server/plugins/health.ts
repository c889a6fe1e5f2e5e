import type { FastifyInstance } from 'fastify'
import { AppError } from '../../src-shared/errors/catalogue.ts'
import { limitTime, shareRunning } from '../time-limit.ts'

/** Less than any load balancer waits. */
const readinessLimitMs = 2000

/**
 * `GET /healthz` (R14): the process answers; the database is not asked, since a restart would not heal it. `GET /readyz`: it
 * can do its work, the database included; 503 otherwise, at the latest after 2 s. Neither tells a version (ASVS 13.4.6).
 */
export function serveHealth(app: FastifyInstance, checkDatabase: () => Promise<void>): void {
  const checkOnce = shareRunning(checkDatabase)
  app.get('/healthz', { schema: { hide: true }, logLevel: 'warn' }, async () => ({ status: 'ok' }))
  app.get('/readyz', { schema: { hide: true }, logLevel: 'warn' }, async () => {
    try {
      await limitTime(checkOnce(), readinessLimitMs)
    } catch (cause) {
      throw new AppError('directory_unavailable', { retryAfterSeconds: 5 }, { cause })
    }
    return { status: 'ready' }
  })
}
