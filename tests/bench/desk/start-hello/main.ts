import { app, BrowserWindow, protocol, session } from 'electron'

/** The least that a window of this kind can be: one page with one field, without a preload; confined as the desk is. */
const page = '<!doctype html><meta charset="utf-8"><title>hello</title><input autofocus aria-label="hello">'
const partition = 'hello'

const userDataDir = process.env['SAIHAKKO_USER_DATA_DIR']
if (userDataDir !== undefined) app.setPath('userData', userDataDir)
app.requestSingleInstanceLock()
app.enableSandbox()
protocol.registerSchemesAsPrivileged([{ scheme: 'hello', privileges: { standard: true, secure: true } }])
app.on('window-all-closed', () => app.quit())
app.on('ready', () => {
  session
    .fromPartition(partition)
    .protocol.handle('hello', () => new Response(page, { headers: { 'content-type': 'text/html' } }))
  const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true, partition } })
  window.once('ready-to-show', () => window.show())
  void window.loadURL('hello://window/')
})
