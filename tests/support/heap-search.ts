import type { CDPSession, ElectronApplication } from '@playwright/test'

/** For V8: else of each string the first 1024 characters are in a heap snapshot. What passes between our processes fits in. */
export const wholeStrings = '--heap-snapshot-string-limit=16384'

/** What V8 holds for a page after a collection, all its worlds included: a heap snapshot as JSON text. Start the app with `wholeStrings`. */
export async function readPageHeap(devtools: CDPSession): Promise<string> {
  const chunks: string[] = []
  const take = ({ chunk }: { readonly chunk: string }): void => void chunks.push(chunk)
  devtools.on('HeapProfiler.addHeapSnapshotChunk', take)
  await devtools.send('HeapProfiler.collectGarbage')
  await devtools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  devtools.off('HeapProfiler.addHeapSnapshotChunk', take)
  return chunks.join('')
}

/** How much a page holds after a collection: DOM nodes, documents and listeners, attached or not, and bytes of V8. */
export async function measurePage(devtools: CDPSession) {
  // Twice: what a finaliser of the first lets go of is collected by the second.
  await devtools.send('HeapProfiler.collectGarbage')
  await devtools.send('HeapProfiler.collectGarbage')
  const { nodes, documents, jsEventListeners } = await devtools.send('Memory.getDOMCounters')
  const { usedSize } = await devtools.send('Runtime.getHeapUsage')
  return { nodes, documents, listeners: jsEventListeners, heapBytes: usedSize }
}

/**
 * How many strings of the main process hold each of `texts`, after a collection. It is looked up in that process, and the
 * texts come in halves that are put together after the snapshot was taken: the search does not find itself.
 */
export async function searchMainHeap(app: ElectronApplication, texts: readonly string[]): Promise<number[]> {
  const sought = texts.map((text) => [text.slice(0, text.length / 2), text.slice(text.length / 2)])
  return await app.evaluate(
    async (_electron, { sought, flag }) => {
      const v8 = process.getBuiltinModule('node:v8')
      v8.setFlagsFromString(flag)
      const snapshot = v8.getHeapSnapshot()
      const needles = sought.map((parts) => Buffer.concat(parts.map((part) => Buffer.from(part))))
      const found = needles.map(() => 0)
      const overlap = Math.max(...needles.map((needle) => needle.length)) - 1
      let tail = Buffer.alloc(0)
      for await (const chunk of snapshot) {
        const bytes = Buffer.concat([tail, chunk])
        for (const [index, needle] of needles.entries()) {
          // What lies in the tail alone was counted with the chunk before.
          const firstNew = Math.max(0, tail.length - needle.length + 1)
          for (let at = bytes.indexOf(needle, firstNew); at >= 0; at = bytes.indexOf(needle, at + 1))
            found[index] = (found[index] ?? 0) + 1
        }
        tail = bytes.subarray(Math.max(0, bytes.length - overlap))
      }
      return found
    },
    { sought, flag: wholeStrings },
  )
}
