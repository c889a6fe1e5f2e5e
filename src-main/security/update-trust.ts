import { composeUpdateStatement } from '../../src-shared/domain/update-statement.ts'
import type { UpdateOffer } from '../ports/update-feed-port.ts'

/** Whether `signature` over `statement` is of `publicKey`; false, never an error, for what is no key or no signature. */
export type VerifySignature = (publicKey: string, statement: string, signature: string) => boolean

export interface UpdateTrust {
  readonly installedVersion: string
  readonly trustedKeys: readonly string[]
  readonly verify: VerifySignature
}

export type UpdateVerdict =
  | { readonly kind: 'trusted' }
  /** What is offered is what is installed. */
  | { readonly kind: 'same' }
  | { readonly kind: 'refused'; readonly reason: 'unsigned' | 'not-a-version' | 'older' | 'pre-release' }

/**
 * Whether an offered update may be fetched and installed (E45): signed by one of ours, newer than what is installed, and
 * no pre-release unless one is installed. What was fetched has then to have one of the signed hashes (`isSignedFile`).
 */
export function judgeUpdate(offer: UpdateOffer, { installedVersion, trustedKeys, verify }: UpdateTrust): UpdateVerdict {
  const statement = composeUpdateStatement(offer.version, offer.files)
  // SECURITY: E45. Before anything else the feed says is looked at.
  const isSigned = offer.signatures.some((signature) => trustedKeys.some((key) => verify(key, statement, signature)))
  if (!isSigned) return { kind: 'refused', reason: 'unsigned' }

  const offered = parseVersion(offer.version)
  const installed = parseVersion(installedVersion)
  if (!offered || !installed) return { kind: 'refused', reason: 'not-a-version' }
  const order = compareVersions(offered, installed)
  if (order === 0) return { kind: 'same' }
  if (order < 0) return { kind: 'refused', reason: 'older' }
  if (offered.preRelease.length > 0 && installed.preRelease.length === 0) {
    return { kind: 'refused', reason: 'pre-release' }
  }
  return { kind: 'trusted' }
}

/** Whether a file with this hash is part of the offer. */
export const isSignedFile = (offer: UpdateOffer, sha512: string): boolean =>
  offer.files.some((file) => file.sha512 === sha512)

/** The feed’s address, or undefined for one that is not https, or carries a password, a query or a fragment. */
export function parseFeedUrl(text: string): URL | undefined {
  const url = URL.parse(text)
  if (url?.protocol !== 'https:') return undefined
  return url.username || url.password || url.search || url.hash ? undefined : url
}

/** Whether a request of the updater, or where it is redirected to, stays with the feed’s own host. */
export function isFeedAddress(feedUrl: URL, address: string): boolean {
  const url = URL.parse(address)
  return url !== null && url.protocol === 'https:' && url.host === feedUrl.host && !url.username && !url.password
}

interface Version {
  readonly numbers: readonly [number, number, number]
  readonly preRelease: readonly string[]
}

/** Semantic Versioning 2.0.0, without build metadata: two releases of one precedence could not be told apart. */
function parseVersion(text: string): Version | undefined {
  const match = /^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?$/.exec(
    text,
  )
  if (!match) return undefined
  const [, major, minor, patch, preRelease] = match
  return { numbers: [Number(major), Number(minor), Number(patch)], preRelease: preRelease?.split('.') ?? [] }
}

/** Negative when `a` comes before `b` (Semantic Versioning 2.0.0, item 11). */
function compareVersions(a: Version, b: Version): number {
  for (const [index, number] of a.numbers.entries()) {
    const difference = number - (b.numbers[index] ?? 0)
    if (difference !== 0) return difference
  }
  if (a.preRelease.length === 0 || b.preRelease.length === 0) return b.preRelease.length - a.preRelease.length
  for (const [index, part] of a.preRelease.entries()) {
    const other = b.preRelease[index]
    if (other === undefined) return 1
    const difference = compareParts(part, other)
    if (difference !== 0) return difference
  }
  return a.preRelease.length - b.preRelease.length
}

/** Numbers by their value and before words, words by their characters. */
function compareParts(a: string, b: string): number {
  const [isNumberA, isNumberB] = [/^\d+$/.test(a), /^\d+$/.test(b)]
  if (isNumberA && isNumberB) return Number(a) - Number(b)
  if (isNumberA !== isNumberB) return isNumberA ? -1 : 1
  return a < b ? -1 : a > b ? 1 : 0
}
