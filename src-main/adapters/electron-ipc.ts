import { ipcMain, type BrowserWindow } from 'electron'
import { toEventChannel } from '../../src-shared/ipc/channel-names.ts'
import { ipcEvents } from '../../src-shared/ipc/contract.ts'
import type { Notify } from '../ports/notify-port.ts'
import type { CallingFrame } from '../security/trusted-frame.ts'

export type AnswerCall = (frame: CallingFrame | null, input: unknown) => Promise<unknown>

/** The only place that takes messages from a page. */
export function handleChannel(channel: string, answer: AnswerCall): void {
  ipcMain.handle(channel, (event, input: unknown) => answer(event.senderFrame, input))
}

/** The only place that sends messages to the page; each is parsed by its contract first. */
export function createNotify(findWindow: () => BrowserWindow | undefined): Notify {
  return (name, event) => {
    const window = findWindow()
    if (window && !window.isDestroyed()) window.webContents.send(toEventChannel(name), ipcEvents[name].parse(event))
  }
}
