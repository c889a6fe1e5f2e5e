/** A ref for what has the focus when the screen appears. */
export const focusOnMount = (element: HTMLElement | null): void => element?.focus()

/** A ref for what takes the focus only where it would be lost, since what had it has gone away. */
export const focusIfLost = (element: HTMLElement | null): void => {
  if (document.activeElement === document.body) element?.focus()
}
