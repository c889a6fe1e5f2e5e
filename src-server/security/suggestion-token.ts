import { digestsAreEqual, keyedDigest } from './keyed-digest.ts'

const SUGGESTION_LIFETIME_MS = 3_600_000

/** What a suggestion token proves: this server suggested this value, for this user, to this operator, within the last hour. */
export interface Suggestion {
  readonly userId: string
  readonly operatorId: string
  readonly temporaryPassword: string
}

export interface SuggestionTokens {
  issue(suggestion: Suggestion, at: Date): string
  proves(token: string, suggestion: Suggestion, at: Date): boolean
}

/** Tokens of the form `<time>.<HMAC>`; they hold nothing of the password and nothing is stored for them. */
export function createSuggestionTokens(key: Buffer): SuggestionTokens {
  const digest = ({ userId, operatorId, temporaryPassword }: Suggestion, issuedMs: number): Buffer =>
    keyedDigest(key, [userId, operatorId, temporaryPassword, issuedMs])

  return {
    issue: (suggestion, at) => `${at.getTime().toString(36)}.${digest(suggestion, at.getTime()).toString('base64url')}`,
    proves(token, suggestion, at) {
      const [stamp = '', proof = ''] = token.split('.')
      const issuedMs = Number.parseInt(stamp, 36)
      const ageMs = at.getTime() - issuedMs
      if (!(ageMs >= 0 && ageMs <= SUGGESTION_LIFETIME_MS)) return false
      return digestsAreEqual(Buffer.from(proof, 'base64url'), digest(suggestion, issuedMs))
    },
  }
}
