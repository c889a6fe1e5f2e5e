const key = 'single-key-shortcuts'

/** Whether a character alone may act: whoever dictates, or hits keys by accident, turns it off (WCAG 2.1.4). */
export const mayUseSingleKeys = (): boolean => sessionStorage.getItem(key) !== 'off'

export const allowSingleKeys = (isAllowed: boolean): void => sessionStorage.setItem(key, isAllowed ? 'on' : 'off')
