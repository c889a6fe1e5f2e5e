/** Where the focus goes when what had it leaves the page: to the heading of the screen, never to nowhere. */
export const focusPageHeading = (): void =>
  // A screen that is only prepared has one as well, hidden.
  [...document.querySelectorAll('h1')].find((heading) => heading.checkVisibility())?.focus()
