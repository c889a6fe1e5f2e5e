/** Messages between the app and the preload of one page. */
import { makeCodec } from '../ipc/value-codec.ts'
import type { PageMessage } from '../ipc/page-message.ts'
import type { DevtoolsSession } from '../browser/devtools-pipe.ts'
import type { IpcHub } from '../ipc/ipc-main.ts'
import { RECEIVER } from '../page/page-scripts.ts'
import type { FrameTree } from './frame-tree.ts'

type IpcMessage = Extract<PageMessage, { kind: 'send' | 'invoke' }>

/** @param sender the app's webContents object */
export function createPageIpc(session: DevtoolsSession, frames: FrameTree, ipc: IpcHub, sender: object) {
  const codec = makeCodec()

  function deliver(contextId: number, message: object) {
    const expression = `${RECEIVER}(${JSON.stringify(JSON.stringify(message))})`
    session.post('Runtime.evaluate', { expression, contextId, silent: true })
  }
  async function answer(message: IpcMessage & { kind: 'invoke' }, contextId: number, event: object, args: unknown[]) {
    const { id, channel } = message
    try {
      const value = codec.encode(await ipc.invoke(channel, event, args))
      deliver(contextId, { id, ok: true, value })
    } catch (error) {
      // Electron's words, here and in the page.
      console.error(`Error occurred in handler for '${channel}':`, error)
      deliver(contextId, { id, ok: false, value: `Error invoking remote method '${channel}': ${String(error)}` })
    }
  }
  return {
    /** Resolves the arguments at once (they may not change under way), delivers when the preload is there. */
    send: (channel: string, args: readonly unknown[]) => {
      const value = codec.encode(args)
      void frames.mainContext().then((contextId) => deliver(contextId, { channel, value }))
    },
    receive(message: IpcMessage, contextId: number, frameId: string) {
      const args = codec.decode(message.args)
      if (!Array.isArray(args)) return
      const event = { type: 'frame', sender, senderFrame: frames.frameOf(frameId), processId: 1, frameId: 1, ports: [] }
      if (message.kind === 'invoke') void answer(message, contextId, event, args)
      else ipc.deliver(message.channel, event, args)
    },
  }
}
