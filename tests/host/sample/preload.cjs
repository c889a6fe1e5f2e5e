const { contextBridge, ipcRenderer } = require('electron')

let refused
try {
  refused = typeof require('electron').webFrame
} catch (error) {
  refused = error.message
}
let missingModule
try {
  require('node:fs')
} catch (error) {
  missingModule = error.message
}
globalThis.secretOfPreload = 'only here'
contextBridge.exposeInMainWorld('sample', {
  refused,
  missingModule,
  versions: { electron: process.versions.electron, chrome: process.versions.chrome },
  frame: () => ipcRenderer.invoke('frame'),
  echo: (value) => ipcRenderer.invoke('echo', value),
  fail: () => ipcRenderer.invoke('fail'),
  copy: (text) => ipcRenderer.invoke('copy', text),
  add: (a, b) => a + b,
  throwRangeError: () => {
    throw new RangeError('from the preload')
  },
  onTock: (listener) => {
    const forward = (_event, count) => listener(count)
    ipcRenderer.on('tock', forward)
    return () => ipcRenderer.off('tock', forward)
  },
  tick: (count) => ipcRenderer.send('tick', count),
})
