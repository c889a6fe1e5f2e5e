import { clipboard, ClipboardItem } from 'electron'
import type { ClipboardPort } from '../ports/clipboard-port.ts'
import { buildSecretClipboardItem } from '../security/secret-clipboard-item.ts'

export const electronClipboard: ClipboardPort = {
  writeSecret: async (text) => {
    const parts = Object.entries(buildSecretClipboardItem(process.platform, text)).map(
      ([type, value]) => [type, typeof value === 'string' ? value : new Blob([value])] as const,
    )
    // SECURITY: S-08. Text and marks in one write; the types are ours, never the page’s (E29, E34).
    await clipboard.write([new ClipboardItem(Object.fromEntries(parts))])
  },
  read: async () => await clipboard.readText(),
  clear: () => {
    clipboard.clear()
    return Promise.resolve()
  },
}
