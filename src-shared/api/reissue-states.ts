/** What became of a reissue: not used yet; used to log in and choose a password; run out; replaced by a later one. */
export const reissueStates = ['pending', 'used', 'expired', 'superseded'] as const
export type ReissueState = (typeof reissueStates)[number]
