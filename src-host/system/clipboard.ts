/** Electron's clipboard: text, and formats that are private to a system or a program, written together. */
import type { Clipboard as ElectronClipboard } from 'electron'
import { fence, notSupported } from '../border.ts'
import { surface } from '../surface.ts'
import type { MembersOf } from '../surface.ts'
import { TEXT, createClipboardItem } from './clipboard-item.ts'
import type { ClipboardItem } from './clipboard-item.ts'
import { openClipboard } from './clipboard-stores.ts'
import type { ClipboardStore } from './clipboard-stores.ts'
import type { X11Display } from './x11-display.ts'

/** @param isHeadless decided when first used: the command line may say so until the app is ready */
export function createClipboard(isHeadless: () => boolean, x11: () => Promise<X11Display | undefined>) {
  let opened: Promise<ClipboardStore> | undefined
  let last: Promise<unknown> = Promise.resolve()
  /** One after the other, in the order of the calls: clear() gives nothing to wait for, and a read after it must see it. */
  function inTurn<T>(act: (store: ClipboardStore) => Promise<T>): Promise<T> {
    const done = last.then(async () => act(await (opened ??= openClipboard(isHeadless(), x11))))
    last = done.catch(() => {})
    return done
  }
  const readText = async () => (await inTurn((store) => store.read())).get(TEXT)?.toString('utf8') ?? ''

  const target = {
    readText,
    writeText: (text: string) => inTurn((store) => store.write(new Map([[TEXT, Buffer.from(text)]]))),
    clear() {
      inTurn((store) => store.clear()).catch((error: unknown) => console.error('The clipboard was not cleared:', error))
    },
    has: async (type: string) => {
      const data = (await inTurn((store) => store.read())).get(type)
      return data !== undefined && data.length > 0
    },
    async read() {
      const content = await inTurn((store) => store.read())
      const items = [...content].map(([type, data]) => [type, new Blob([new Uint8Array(data)], { type })] as const)
      return items.length === 0 ? [] : [createClipboardItem(Object.fromEntries(items))]
    },
    async write(items: ClipboardItem[]) {
      const [item, second] = items
      if (item === undefined || second !== undefined) throw notSupported(`clipboard.write of ${items.length} items`)
      const bytesOf = async (type: string) =>
        [type, Buffer.from(await (await item.getType(type)).arrayBuffer())] as const
      const content = new Map(await Promise.all(item.types.map(bytesOf)))
      await inTurn((store) => store.write(content))
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
