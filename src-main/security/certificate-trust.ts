export interface PresentedCertificate {
  /** SHA-256, `AB:CD:…`. */
  readonly fingerprint: string
  /** The system vouches for it: known issuer, valid today, right name. */
  readonly isTrustedBySystem: boolean
}

/** By whom a certificate is trusted, or why it is not. */
export type TrustDecision = 'system' | 'person' | 'certificate_untrusted' | 'certificate_changed'

/**
 * Decides on a certificate before anything is sent. Where a person has confirmed a fingerprint, that very certificate counts
 * and no other, whoever signed it: its name and dates were on the screen when it was confirmed. Otherwise the system decides.
 */
export function decideTrust(presented: PresentedCertificate, trustedFingerprint: string | undefined): TrustDecision {
  if (trustedFingerprint === undefined) return presented.isTrustedBySystem ? 'system' : 'certificate_untrusted'
  return isSameFingerprint(presented.fingerprint, trustedFingerprint) ? 'person' : 'certificate_changed'
}

/** Fingerprints are public: no need for constant time. Groups and case are a matter of writing. */
export const isSameFingerprint = (a: string, b: string): boolean => {
  const digits = bare(a)
  return digits.length === 64 && digits === bare(b)
}

const bare = (fingerprint: string): string => fingerprint.replaceAll(/[^0-9a-f]/gi, '').toUpperCase()
