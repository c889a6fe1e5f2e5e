// A small app in plain JavaScript, so that the host's tests need no build. It uses the API the way the desk does.
import { app, BrowserWindow, clipboard, ipcMain, Menu, protocol, session } from 'electron'
import { readFile } from 'node:fs/promises'
import { dirname, extname, join, normalize, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, 'renderer')
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css' }
const csp =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'"

/** What happened, in order; tests read it with electronApp.evaluate. */
globalThis.seen = []
const note = (...what) => globalThis.seen.push(what)
for (const name of ['before-quit', 'will-quit', 'quit', 'window-all-closed', 'web-contents-created'])
  app.on(name, () => {
    note(name)
    process.stdout.write(`event ${name}\n`)
    if (name === 'window-all-closed') app.quit()
  })

protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }])

async function serve(request) {
  const { host, pathname } = new URL(request.url)
  if (pathname === '/moved') return new Response(null, { status: 302, headers: { location: 'https://example.net/' } })
  if (pathname === '/echo') return new Response(await request.text(), { headers: { 'x-method': request.method } })
  if (pathname === '/download.bin')
    return new Response('x', { headers: { 'content-disposition': 'attachment; filename="download.bin"' } })
  const file = join(root, normalize(decodeURIComponent(pathname)))
  if (host !== 'desk' || !file.startsWith(root + sep)) return new Response('forbidden', { status: 403 })
  const body = await readFile(file).catch(() => undefined)
  if (body === undefined) return new Response('not found', { status: 404 })
  const headers = { 'content-type': types[extname(file)] ?? 'application/octet-stream', 'content-security-policy': csp }
  return new Response(body, { headers })
}

function describeFrame(event) {
  const { url, origin, parent, top } = event.senderFrame
  return { url, origin, isMain: parent === null, topUrl: top.url }
}

function createWindow() {
  const window = new BrowserWindow({
    width: 900,
    height: 640,
    minWidth: 600,
    minHeight: 400,
    show: false,
    title: 'Host Sample',
    backgroundColor: '#f4f6fb',
    autoHideMenuBar: true,
    webPreferences: { preload: join(here, 'preload.cjs'), contextIsolation: true, sandbox: true },
  })
  const { webContents } = window
  for (const name of ['dom-ready', 'did-finish-load', 'destroyed', 'preload-error'])
    webContents.on(name, () => note(name))
  webContents.on('did-fail-load', (_event, code, text, url) => note('did-fail-load', code, text, url))
  webContents.on('console-message', ({ level, message }) => note('console-message', level, message))
  for (const name of ['ready-to-show', 'closed', 'focus', 'blur']) window.on(name, () => note(name))
  window.on('page-title-updated', (_event, title) => note('page-title-updated', title))
  for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect'])
    webContents.on(name, (event) => {
      note(name, event.url, event.isMainFrame, event.frame?.parent === null)
      if (!event.url.startsWith('app://desk/')) event.preventDefault()
    })
  webContents.setWindowOpenHandler(({ url }) => {
    note('window-open', url)
    return { action: 'deny' }
  })
  window.on('close', (event) => {
    note('close')
    if (globalThis.keepOpen) event.preventDefault()
  })
  window.once('ready-to-show', () => window.show())
  return window.loadURL('app://desk/index.html').then(
    () => note('loaded'),
    (error) => note('load failed', error.message),
  )
}

if (!app.requestSingleInstanceLock({ from: 'test' })) {
  process.stdout.write('another instance is running\n')
  app.quit()
} else {
  app.on('second-instance', (_event, argv, cwd, data) => note('second-instance', argv.at(-1), cwd, data))
  void app.whenReady().then(() => {
    Menu.setApplicationMenu(null)
    session.defaultSession.setPermissionRequestHandler((_contents, permission, answer) => {
      note('permission', permission)
      answer(false)
    })
    session.defaultSession.on('will-download', (_event, item) =>
      note('will-download', item.getURL(), item.getFilename()),
    )
    protocol.handle('app', serve)
    ipcMain.handle('frame', describeFrame)
    ipcMain.handle('echo', (_event, value) => value)
    ipcMain.handle('fail', () => {
      throw new TypeError('nope')
    })
    ipcMain.handle('copy', (_event, text) => clipboard.writeText(text))
    ipcMain.on('tick', (event, count) => {
      note('tick', describeFrame(event))
      event.sender.send('tock', count + 1)
    })
    return createWindow()
  })
}
