import type { FastifyInstance } from 'fastify'

/** One answered request. Of the URL only the pattern of its route: what somebody typed must not become a label. */
export interface ObservedRequest {
  readonly method: string
  readonly route: string
  readonly status: number
  readonly durationMs: number
}

/** Tells `observe` of every answer. Requests to no route count under one name, whatever their method. */
export function measureRequests(app: FastifyInstance, observe: (request: ObservedRequest) => void): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url
    observe({
      method: route === undefined ? 'any' : request.method,
      route: route ?? 'none',
      status: reply.statusCode,
      durationMs: reply.elapsedTime,
    })
  })
}
