/** In milliseconds, the fastest and the slowest of what was asked. */
export type PeerRange = readonly [number, number]

export interface Peer {
  readonly name: string
  /** Of every kind of word; which took how long is not known. */
  readonly search: PeerRange
  readonly open: number
  readonly reset: number
  /** Logged in once: search, open, reset, for one user. */
  readonly wholeJob: number
}

/**
 * What administrators use elsewhere for the same job, over HTTP, medians at 100,000 users in a directory, measured on a
 * machine like ours. They fold no characters and know no members; LTB shows the first 100 hits and hashes with salted SHA-1.
 */
export const peers = {
  ltb: { name: 'LTB Service Desk 0.9', search: [2.7, 5.3], open: 6.3, reset: 6.7, wholeJob: 12.4 },
  lam: { name: 'LDAP Account Manager 8.3', search: [9, 4452], open: 1131, reset: 19, wholeJob: 1159 },
} as const satisfies Readonly<Record<string, Peer>>

/** A search has to take this share of LTB’s: of its fastest kind of word, which is strict; and of its slowest. */
export const searchShare = 0.6
export const strictSearchMs = Number((searchShare * peers.ltb.search[0]).toFixed(2))
export const laxSearchMs = Number((searchShare * peers.ltb.search[1]).toFixed(2))
