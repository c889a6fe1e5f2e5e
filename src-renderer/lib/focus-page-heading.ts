/** Where the focus goes when what had it leaves the page: to the heading of the screen, never to nowhere. */
export const focusPageHeading = (): void => document.querySelector('h1')?.focus()
