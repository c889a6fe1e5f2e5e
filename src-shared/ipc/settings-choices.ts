/** What a person may choose between, without the schemas: the page has none. */
export const languages = ['ja', 'en'] as const
export const themes = ['system', 'light', 'dark', 'high-contrast'] as const
/** The words that characters are spelt with on the phone. */
export const verbalAlphabets = ['call-centre', 'nato'] as const
/** Rows of lists: 40 or 32 pixels high. */
export const densities = ['comfortable', 'compact'] as const
