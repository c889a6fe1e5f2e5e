/**
 * The keys that single screens have of their own, for the list of shortcuts. The screens handle them; here they are only
 * told. The text of each is `screenKeys.<says>`.
 */
export const screenKeys = [
  {
    group: 'lists',
    keys: [
      { keys: ['↓'], says: 'toList' },
      { keys: ['↑', '↓'], says: 'move' },
      { keys: ['PageUp', 'PageDown'], says: 'page' },
      { keys: ['Home', 'End'], says: 'ends' },
      { keys: ['Enter'], says: 'open' },
      { keys: ['A–Z'], says: 'typeAhead' },
    ],
  },
  {
    group: 'handover',
    keys: [
      { keys: ['Ctrl+C'], says: 'copy' },
      { keys: ['←', '→'], says: 'character' },
      { keys: ['Home', 'End'], says: 'readingEnds' },
      { keys: ['1–8'], says: 'repeated' },
    ],
  },
  {
    group: 'palette',
    keys: [
      { keys: ['↑', '↓'], says: 'choose' },
      { keys: ['Enter'], says: 'run' },
    ],
  },
  {
    group: 'dialog',
    keys: [
      { keys: ['Enter'], says: 'answer' },
      { keys: ['Esc'], says: 'cancel' },
    ],
  },
] as const
