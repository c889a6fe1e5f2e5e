import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto'

const prepared = new WeakMap<Buffer, KeyObject>()

/** Made ready once: from bytes, Node makes every digest do it anew, which takes several times as long as the digest. */
function prepareKey(key: Buffer): KeyObject {
  const known = prepared.get(key)
  if (known) return known
  const made = createSecretKey(key)
  prepared.set(key, made)
  return made
}

/** HMAC-SHA-256 over several parts. JSON keeps their borders, so that (`ab`, `c`) and (`a`, `bc`) differ. */
export const keyedDigest = (key: Buffer, parts: readonly unknown[]): Buffer =>
  createHmac('sha256', prepareKey(key)).update(JSON.stringify(parts)).digest()

/** Compares two digests in a time that tells nothing about where they differ. */
export const digestsAreEqual = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b)
