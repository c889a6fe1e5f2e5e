/** What a member’s register holds that a caller can be asked for. */
export const verificationFacts = ['address', 'representative', 'contractNumber', 'phone'] as const
export type VerificationFact = (typeof verificationFacts)[number]
