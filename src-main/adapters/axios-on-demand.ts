import { AppError } from '../../src-shared/errors/catalogue.ts'
import type { ApiClientPort } from '../ports/api-client-port.ts'
import type { ServerProbePort } from '../ports/server-probe-port.ts'
import type { ApiClientOptions } from './axios-api-client.ts'

/**
 * The client of the backend, read from the disk when something is first asked of a server: no first screen needs it, and axios
 * with all that it brings is a third of what the main process would have to run before one.
 */
export function createApiClientOnDemand(options: ApiClientOptions): ApiClientPort & ServerProbePort {
  let client: Promise<ApiClientPort & ServerProbePort> | undefined
  const load = () => (client ??= loadClient(options))

  return {
    async call(operation, input, token, callOptions) {
      const asked = options.identity()
      const { call } = await load()
      // SECURITY: S-20. Another server that was chosen meanwhile must not get this one’s token.
      if (options.identity() !== asked) throw new AppError('server_unreachable')
      return await call(operation, input, token, callOptions)
    },

    probe: async () => await (await load()).probe(),
  }
}

async function loadClient(options: ApiClientOptions): Promise<ApiClientPort & ServerProbePort> {
  const { createAxiosApiClient } = await import('./axios-api-client.ts')
  return createAxiosApiClient(options)
}
