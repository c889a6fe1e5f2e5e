import { hash, randomBytes } from 'node:crypto'

/** A new bearer token: 256 random bits as 43 base64url characters (P18, ASVS 7.2.3). */
export const createSessionToken = (): string => randomBytes(32).toString('base64url')

/** What is stored of a token. A plain hash is enough: the token is random and long, so there is nothing to guess. */
export const hashSessionToken = (token: string): Buffer => hash('sha256', token, 'buffer')

/** The token of an `Authorization: Bearer …` header, or undefined when there is none of the right form. */
export function readBearerToken(header: string | undefined): string | undefined {
  return /^bearer ([\w-]{43})$/i.exec(header ?? '')?.[1]
}
