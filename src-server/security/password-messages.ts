/** What the thread that computes verifiers is asked, and what it answers; one answer to each question, in their order. */
export type PasswordTask =
  | {
      readonly kind: 'hash'
      readonly password: string
      readonly parameters: { readonly memoryCost: number; readonly timeCost: number; readonly parallelism: number }
    }
  | { readonly kind: 'verify'; readonly verifier: string; readonly password: string }

/** A new verifier, or whether one fits. */
export type PasswordResult = string | boolean

export type PasswordAnswer = { readonly result: PasswordResult } | { readonly failure: string }
