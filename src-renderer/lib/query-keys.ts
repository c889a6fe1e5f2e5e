/** Keys of everything kept in the query cache. Temporary passwords are never among it (T5). */
export const queryKeys = {
  policy: ['policy'] as const,
  userSearches: ['users', 'search'] as const,
  userSearch: (search: object) => ['users', 'search', search] as const,
  user: (userId: string) => ['users', 'detail', userId] as const,
  awaitedVerifications: ['verifications', 'awaited'] as const,
  verification: (verificationId: string) => ['verifications', 'one', verificationId] as const,
  latestVerification: (userId: string) => ['verifications', 'latest', userId] as const,
  reissues: ['reissues'] as const,
  reissueList: (conditions: object, isReachable: boolean) => ['reissues', 'list', conditions, isReachable] as const,
  reissueSummary: (conditions: object, isReachable: boolean) =>
    ['reissues', 'summary', conditions, isReachable] as const,
}
