/** A ref for what has the focus when the screen appears. */
export const focusOnMount = (element: HTMLElement | null): void => element?.focus()
