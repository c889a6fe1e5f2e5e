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
    offline: 'Offline (as of {{at}})',
    offlineText:
      'The server cannot be reached, so this is the history kept on this PC. States are as of then; reissues and uses since are not in it. The latest comes back by itself with the connection.',
    keptEmptyTitle: 'Nothing had been reissued by then.',
    keptEmptyText: 'The latest history is shown as soon as the server can be reached.',
    nothingKept: 'No history to review offline.',
    nothingKeptText:
      'The server cannot be reached, and this PC keeps no history. It is shown as soon as the server is back.',
    emptyTitle: 'Nothing has been reissued yet.',
    emptyText: 'What you do under “Password reissue” is kept here.',
    noMatch: 'No reissues match the filter.',
    noMatchText: 'Shorten it or clear it.',
  },
} as const
