import { digestsAreEqual, keyedDigest } from './keyed-digest.ts'

export interface RequestFingerprints {
  /** A digest of what was asked for: `operation`, the object and the body. */
  compute(operation: string, target: string, body: Readonly<Record<string, unknown>>): Buffer
  areEqual(a: Uint8Array, b: Uint8Array): boolean
}

/**
 * Tells whether two requests under one idempotency key are the same. Keyed, with a key that is not in the database: the
 * body holds a password short enough to be found from a plain hash (R3).
 */
export function createRequestFingerprints(key: Buffer): RequestFingerprints {
  return {
    compute(operation, target, body) {
      const fields = Object.entries(body).filter(([, value]) => value !== undefined)
      fields.sort(([a], [b]) => (a < b ? -1 : 1))
      return keyedDigest(key, [operation, target, fields])
    },
    areEqual: digestsAreEqual,
  }
}
