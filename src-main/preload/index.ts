import { contextBridge, ipcRenderer } from 'electron'
import { channelNames, eventNames, toChannel, toEventChannel } from '../../src-shared/ipc/channel-names.ts'

// SECURITY: E20, E21. One function per channel and nothing of Electron: no generic send, no event objects.
const areas = Object.entries(channelNames).map(([area, names]) => [
  area,
  Object.fromEntries(names.map((name) => [name, (input: unknown) => ipcRenderer.invoke(toChannel(area, name), input)])),
])

const listen = (name: string, listener: (event: unknown) => void): (() => void) => {
  if (!eventNames.some((known) => known === name)) throw new Error(`unknown event ${name}`)
  const forward = (_event: unknown, payload: unknown): void => listener(payload)
  ipcRenderer.on(toEventChannel(name), forward)
  return () => ipcRenderer.removeListener(toEventChannel(name), forward)
}

contextBridge.exposeInMainWorld('desk', Object.freeze({ ...Object.fromEntries(areas), listen }))
