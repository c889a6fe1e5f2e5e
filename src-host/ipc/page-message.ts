/** What a preload's world tells the host, as JSON through the DevTools binding. Checked here: it comes from a renderer. */

export type PageMessage =
  | { readonly kind: 'send'; readonly channel: string; readonly args: string }
  | { readonly kind: 'invoke'; readonly id: number; readonly channel: string; readonly args: string }
  | { readonly kind: 'focus' | 'visible' | 'dark'; readonly value: boolean }
  | { readonly kind: 'title'; readonly value: string }
  | { readonly kind: 'input' | 'resize' }
  | { readonly kind: 'preload-error'; readonly message: string; readonly stack: string }

/** The message, or undefined when it is none that our own code in the page would send. */
export function parsePageMessage(text: string): PageMessage | undefined {
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof raw !== 'object' || raw === null) return undefined
  const { kind, id, channel, args, value, message, stack }: Record<string, unknown> = { ...raw }
  if (kind === 'input' || kind === 'resize') return { kind }
  if (kind === 'focus' || kind === 'visible' || kind === 'dark')
    return typeof value === 'boolean' ? { kind, value } : undefined
  if (kind === 'title') return typeof value === 'string' ? { kind, value } : undefined
  if (kind === 'preload-error' && typeof message === 'string' && typeof stack === 'string')
    return { kind, message, stack }
  if (typeof channel !== 'string' || typeof args !== 'string') return undefined
  if (kind === 'send') return { kind, channel, args }
  if (kind === 'invoke' && typeof id === 'number') return { kind, id, channel, args }
  return undefined
}
