import { createPublicKey, verify } from 'node:crypto'

const signatureBytes = 64

/** Ed25519 (RFC 8032). `publicKey`: SPKI in base64; `signature`: base64. Anything malformed does not fit. */
export function verifyEd25519(publicKey: string, statement: string, signature: string): boolean {
  const bytes = Buffer.from(signature, 'base64')
  if (bytes.length !== signatureBytes || bytes.toString('base64') !== signature) return false
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' })
    return key.asymmetricKeyType === 'ed25519' && verify(null, Buffer.from(statement), key, bytes)
  } catch {
    return false
  }
}
