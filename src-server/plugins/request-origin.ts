import { isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'
import type { RequestOrigin } from './request-context.ts'

/**
 * Where a request came from, for the audit. Behind a proxy the address is what a header says, which may be any text: what
 * is no address is not kept (P22, P23).
 */
export const originOf = ({ id, ip }: Pick<FastifyRequest, 'id' | 'ip'>): RequestOrigin => ({
  requestId: id,
  remoteAddress: isIP(ip) === 0 ? 'unknown' : ip,
})
