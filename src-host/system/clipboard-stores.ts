/** The places behind Electron's clipboard: an X server, @napi-rs/clipboard, or memory. */
import { createRequire } from 'node:module'
import { notSupported } from '../border.ts'
import { TEXT, formatOf } from './clipboard-item.ts'
import { createX11Selection, textOffer } from './x11-selection.ts'
import type { X11Display } from './x11-display.ts'

/** Type, as Electron names it → bytes. Empty: the clipboard holds nothing that the host can read. */
export type Content = ReadonlyMap<string, Buffer>
export interface ClipboardStore {
  read(): Promise<Content>
  write(content: Content): Promise<void>
  clear(): Promise<void>
}
type ClipboardModule = typeof import('@napi-rs/clipboard')

const asContent = (text: string): Content => (text === '' ? new Map() : new Map([[TEXT, Buffer.from(text)]]))

/** The desktop's clipboard, text only. Throws without the module: a copy that does not arrive is worse than an error. */
function createSystemStore(): ClipboardStore {
  let native: InstanceType<ClipboardModule['Clipboard']>
  try {
    const { Clipboard }: ClipboardModule = createRequire(import.meta.url)('@napi-rs/clipboard')
    native = new Clipboard()
  } catch (error) {
    throw Object.assign(notSupported('clipboard without @napi-rs/clipboard'), { cause: error })
  }
  let hasWarned = false
  return {
    async read() {
      try {
        return asContent(native.getText())
      } catch {
        return new Map() // empty, or holding something that is no text
      }
    },
    async write(content) {
      if (!hasWarned && [...content.keys()].some((type) => type !== TEXT)) {
        hasWarned = true
        console.warn(
          'The Chromium host writes text only to this clipboard: markers for password managers are left out.',
        )
      }
      native.setText(content.get(TEXT)?.toString('utf8') ?? '')
    },
    async clear() {
      native.setText('')
    },
  }
}

/** An X server's clipboard, with every format of the content. Text of other programs is read by the module. */
async function createX11Store(display: X11Display): Promise<ClipboardStore> {
  const selection = await createX11Selection<Content>(display)
  let others: ClipboardStore | undefined
  return {
    async read() {
      return (await selection.owned()) ?? (others ??= createSystemStore()).read()
    },
    async write(content) {
      const text = content.get(TEXT)
      const markers = [...content].flatMap(([type, data]) => {
        const format = formatOf(type)
        return type === TEXT || format === undefined ? [] : [[format, data] as const]
      })
      const texts = text === undefined ? [] : textOffer(text.toString('utf8'))
      await selection.own(new Map([...markers, ...texts]), content)
    },
    async clear() {
      selection.clear()
    },
  }
}

/** Without a display (tests, CI) there is no clipboard to write to. */
function createMemoryStore(): ClipboardStore {
  let content: Content = new Map()
  return {
    read: async () => content,
    async write(given) {
      content = given
    },
    async clear() {
      content = new Map()
    },
  }
}

export async function openClipboard(
  isHeadless: boolean,
  x11: () => Promise<X11Display | undefined>,
): Promise<ClipboardStore> {
  if (isHeadless) return createMemoryStore()
  const display = await x11()
  return display === undefined ? createSystemStore() : createX11Store(display)
}
