/**
 * The public keys of which one has to have signed an update (E45): Ed25519, SPKI in base64. Two, so that one can be
 * replaced while the other signs; docs/releasing.md says how they are made and replaced. Without any, nothing is trusted
 * and updates stay off: whoever releases the app first puts theirs here.
 */
export const trustedUpdateKeys: readonly string[] = []
