/** After so many wrong passwords in a row the copy is erased. */
export const triesAllowed = 10

const waitsSeconds = [0, 0, 0, 5, 15, 30]
const longestWaitSeconds = 60

/** How long to wait before the next try, after so many wrong ones (NIST SP 800-63B, rate limiting). */
export const waitAfterSeconds = (wrongTries: number): number => waitsSeconds[wrongTries] ?? longestWaitSeconds
