/** Reissue history. */
export const history = {
  history: {
    title: 'Reissue history',
    filter: 'Filter',
    filterHint: 'By login ID, user name, member name or issuer.',
    count_one: '{{total}} entry',
    count_other: '{{total}} entries',
    issuedAt: 'Reissued',
    issuedBy: 'Issued by',
    validUntil: 'Valid until',
    more: 'Show more',
    loading: 'Loading…',
    emptyTitle: 'Nothing has been reissued yet.',
    emptyText: 'What you do under “Password reissue” is kept here.',
    noMatch: 'No reissues match the filter.',
    noMatchText: 'Shorten it or clear it.',
  },
} as const
