import { clipboard } from 'electron'
import type { ClipboardPort } from '../ports/clipboard-port.ts'

export const electronClipboard: ClipboardPort = {
  write: async (text) => {
    await clipboard.writeText(text)
  },
  read: async () => await clipboard.readText(),
  clear: () => {
    clipboard.clear()
    return Promise.resolve()
  },
}
