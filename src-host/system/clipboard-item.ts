/** Electron's ClipboardItem, for text and for formats that are private to a system or a program. */
import { notSupported } from '../border.ts'

type Given = string | Blob | Promise<string | Blob>
export type ClipboardItem = ReturnType<typeof createClipboardItem>

export const TEXT = 'text/plain'
/** Electron's type for a format in the system's own name. */
const PRIVATE_FORMAT = /^electron application\/osclipboard;\s*format="([^"]+)"$/
/** A marker in its own name, as Linux programs use them: `x-kde-passwordManagerHint`. */
const MARKER = /^x-[\w.-]+$/

/** The system's name of the format, or undefined for a type the host does not write. */
export function formatOf(type: string): string | undefined {
  if (type === TEXT || MARKER.test(type)) return type
  return PRIVATE_FORMAT.exec(type)?.[1]
}

/** Throws for types such as `text/html`, which would need a conversion. */
export function createClipboardItem(items: Record<string, Given | undefined>) {
  const other = Object.keys(items).find((type) => formatOf(type) === undefined)
  if (other !== undefined) throw notSupported(`ClipboardItem of '${other}'`)
  return {
    types: Object.keys(items),
    async getType(type: string) {
      const value = await items[type]
      if (value === undefined) throw new Error(`The type '${type}' was not found`)
      return value instanceof Blob ? value : new Blob([value], { type })
    },
  }
}
