/** The help screen around the user guide. */
export const help = {
  help: {
    title: 'Help',
    contents: 'Contents',
    loading: 'Loading the guide…',
    open: 'Help (F1)',
    toTop: 'Back to the contents',
    failed: 'The guide could not be shown.',
  },
} as const
