import * as tls from 'node:tls'
import type { X509Certificate } from 'node:crypto'
import type { CertificateView } from '../../src-shared/ipc/server-schema.ts'

/**
 * The authorities that the system trusts and those that Node brings along, as one context for every connection: reading a
 * hundred certificates takes a moment, so it is done at the first one. `more` adds authorities (PEM), for tests.
 */
export function createTlsTrust(more: readonly string[] = []): () => tls.SecureContext {
  let context: tls.SecureContext | undefined
  return () => {
    context ??= tls.createSecureContext(readAuthorities(more))
    return context
  }
}

function readAuthorities(more: readonly string[]): tls.SecureContextOptions {
  // Electron’s Node may come without it; without `ca` the authorities that are built in count.
  const read: typeof tls.getCACertificates | undefined = tls.getCACertificates
  if (read === undefined) return more.length === 0 ? {} : { ca: [...tls.rootCertificates, ...more] }
  return { ca: [...new Set([...read('default'), ...read('system'), ...more])] }
}

/** What a person compares. */
export function viewCertificate(certificate: X509Certificate, trust: CertificateView['trust']): CertificateView {
  return {
    fingerprint: certificate.fingerprint256,
    subject: toLine(certificate.subject),
    issuer: toLine(certificate.issuer),
    validFrom: toInstant(certificate.validFrom),
    validTo: toInstant(certificate.validTo),
    trust,
  }
}

/** A name comes as one attribute a line, and whoever made the certificate wrote it: no control characters, not too long. */
const toLine = (name: string | undefined): string =>
  (name ?? '')
    .split('\n')
    .map((part) => part.replaceAll(/\p{C}/gu, ''))
    .filter((part) => part !== '')
    .join(', ')
    .slice(0, 500)

/** Dates that no calendar holds would not pass the contract. */
function toInstant(text: string): string {
  const atMs = Date.parse(text)
  const lastMs = Date.UTC(9999, 11, 31)
  return new Date(Number.isNaN(atMs) ? 0 : Math.min(Math.max(atMs, 0), lastMs)).toISOString()
}
