interface KeyPress {
  readonly keyCode: number
  readonly isComposing: boolean
}

/**
 * Whether a key belongs to the input method and must not act (U4). Some input methods send 229 with `isComposing` false
 * just after the composition ended, so both are asked.
 */
export const isImeKey = (event: KeyPress): boolean => event.isComposing || event.keyCode === 229
