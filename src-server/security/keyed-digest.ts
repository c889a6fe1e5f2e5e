import { createHmac, timingSafeEqual } from 'node:crypto'

/** HMAC-SHA-256 over several parts. JSON keeps their borders, so that (`ab`, `c`) and (`a`, `bc`) differ. */
export const keyedDigest = (key: Buffer, parts: readonly unknown[]): Buffer =>
  createHmac('sha256', key).update(JSON.stringify(parts)).digest()

/** Compares two digests in a time that tells nothing about where they differ. */
export const digestsAreEqual = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b)
