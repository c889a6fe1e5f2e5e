/** How long a temporary password stays uncovered on the screen without anybody asking for it again (E39). */
export const secretVisibleMs = 60_000

/** `shown` and `covered` as a person asked; `covered-by-desk` when the desk did it: it says so. */
export type SecretVisibility = 'shown' | 'covered' | 'covered-by-desk'

export type VisibilityEvent =
  | { readonly type: 'show' }
  | { readonly type: 'cover' }
  | { readonly type: 'time-over' }
  /** Another window has the focus now. */
  | { readonly type: 'blur'; readonly hideOnBlur: boolean }

/** Nothing uncovers a password but a person. */
export function changeVisibility(now: SecretVisibility, event: VisibilityEvent): SecretVisibility {
  if (event.type === 'show') return 'shown'
  if (event.type === 'cover') return 'covered'
  const isCovering = event.type === 'time-over' || event.hideOnBlur
  return now === 'shown' && isCovering ? 'covered-by-desk' : now
}
