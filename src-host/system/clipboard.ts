/**
 * Electron's clipboard: text only, through @napi-rs/clipboard. Without a display (tests, CI) there is no clipboard to
 * write to, so it is kept in memory; with a display but without the module it throws, since a copy that does not
 * arrive is worse than an error.
 */
import { createRequire } from 'node:module'
import type { Clipboard as ElectronClipboard } from 'electron'
import { fence, notSupported } from '../border.ts'
import { surface } from '../surface.ts'
import type { MembersOf } from '../surface.ts'

const TEXT = 'text/plain'
interface TextStore {
  get(): string
  set(text: string): void
}
type ClipboardModule = typeof import('@napi-rs/clipboard')

function openSystemClipboard(): TextStore {
  let native: InstanceType<ClipboardModule['Clipboard']>
  try {
    const { Clipboard }: ClipboardModule = createRequire(import.meta.url)('@napi-rs/clipboard')
    native = new Clipboard()
  } catch (error) {
    throw Object.assign(notSupported('clipboard without @napi-rs/clipboard'), { cause: error })
  }
  return {
    get() {
      try {
        return native.getText()
      } catch {
        return '' // empty, or holding something that is no text
      }
    },
    set: (text) => native.setText(text),
  }
}
function createMemoryClipboard(): TextStore {
  let text = ''
  return {
    get: () => text,
    set(value) {
      text = value
    },
  }
}

/** Electron's ClipboardItem, for `text/plain`. Other types are refused: the module under it writes text only. */
function createClipboardItem(items: Record<string, string | Blob | Promise<string | Blob> | undefined>) {
  const other = Object.keys(items).find((type) => type !== TEXT)
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

/** @param isHeadless decided when first used: the command line may say so until the app is ready */
export function createClipboard(isHeadless: () => boolean) {
  let opened: TextStore | undefined
  const store = () => (opened ??= isHeadless() ? createMemoryClipboard() : openSystemClipboard())
  const target = {
    readText: async () => store().get(),
    async writeText(text: string) {
      store().set(text)
    },
    clear() {
      store().set('')
    },
    has: async (type: string) => type === TEXT && store().get() !== '',
    async read() {
      const text = store().get()
      return text === '' ? [] : [createClipboardItem({ [TEXT]: text })]
    },
    async write(items: ReturnType<typeof createClipboardItem>[]) {
      for (const item of items) {
        const blob = await item.getType(TEXT)
        store().set(await blob.text())
      }
    },
  }
  void (target satisfies MembersOf<ElectronClipboard, 'clipboard'>)
  return {
    clipboard: fence('clipboard', target, surface.clipboard),
    // `new ClipboardItem(…)`: a function that returns an object does what a class would.
    ClipboardItem: new Proxy(function ClipboardItem() {}, {
      construct: (_target, [items]: Parameters<typeof createClipboardItem>) => createClipboardItem(items),
    }),
  }
}
