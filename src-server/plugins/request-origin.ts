import { isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'
import type { RequestOrigin } from './request-context.ts'

/**
 * Where a request came from, for the audit and the throttles. Behind a proxy the address is what a header says, which may be
 * any text: a port, which some proxies add, is left out, and what is no address is not kept (P22, P23).
 */
export function originOf({ id, ip }: Pick<FastifyRequest, 'id' | 'ip'>): RequestOrigin {
  const address = ip.replace(/^\[([^\]]*)\](?::\d+)?$/, '$1').replace(/^([\d.]+):\d+$/, '$1')
  return { requestId: id, remoteAddress: isIP(address) === 0 ? 'unknown' : address }
}
