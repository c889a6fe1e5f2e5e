/** How long clients may take, in milliseconds, under Node’s names. None may be 0, which means for ever (R5). */
export interface RequestTimeouts {
  /** For a whole request, its body included. */
  readonly requestTimeout: number
  /** For its head alone. Node exchanges the two limits when this one is the longer, so it must not be. */
  readonly headersTimeout: number
  /** For a connection on which nothing happens. */
  readonly connectionTimeout: number
  readonly keepAliveTimeout: number
  /** How often Node looks for requests that are over time. Its own 30 s would make a limit of 30 s one of up to a minute. */
  readonly connectionsCheckingInterval: number
}

export const defaultTimeouts: RequestTimeouts = {
  requestTimeout: 30_000,
  headersTimeout: 15_000,
  connectionTimeout: 60_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 5000,
}
