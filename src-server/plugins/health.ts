import type { FastifyInstance } from 'fastify'
import { AppError } from '../../src-shared/errors/catalogue.ts'

/** `GET /healthz`: the process answers. `GET /readyz`: it can do its work, the database included. Neither tells a version (ASVS 13.4.6). */
export function serveHealth(app: FastifyInstance, checkDatabase: () => Promise<unknown>): void {
  app.get('/healthz', { schema: { hide: true }, logLevel: 'warn' }, async () => ({ status: 'ok' }))
  app.get('/readyz', { schema: { hide: true }, logLevel: 'warn' }, async () => {
    try {
      await checkDatabase()
    } catch (cause) {
      throw new AppError('directory_unavailable', { retryAfterSeconds: 5 }, { cause })
    }
    return { status: 'ready' }
  })
}
