/** User search and its results. */
export const search = {
  search: {
    title: 'User search',
    conditions: 'Conditions',
    submit: 'Search',
    clear: 'Clear',
    hintMember: 'Without conditions, every ID registered for your member is shown.',
    hintAll: 'Without conditions, every ID of all members is shown.',
    results: 'Results',
    count_one: '{{total}} result',
    count_other: '{{total}} results',
    searching: 'Searching…',
    number: 'No.',
    openUser: 'Open the password reissue for {{loginId}}',
    emptyTitle: 'No users match these conditions.',
    emptyText:
      'Shorten what you typed, use fewer conditions, or clear them and search without any. Upper and lower case, full and half width, hiragana and katakana, and old character forms are treated as the same.',
    emptyAll: 'No ID is registered.',
    loadingRow: 'Loading…',
    keys: 'Choose with ↑ ↓ PageUp PageDown Home End, open with Enter.',
  },
} as const
