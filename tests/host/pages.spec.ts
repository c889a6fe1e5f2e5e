import { expect, noted, notes, test } from './sample-app.ts'

test('the page comes from app:// and its Content Security Policy holds (E7, E18, E23)', async ({ page, desk }) => {
  const attempts = await page.evaluate(() => ({
    ...Reflect.get(window, 'attempts'),
    inline: 'inlineRan' in window,
    isSecure: isSecureContext,
    origin: location.origin,
  }))
  expect(attempts).toMatchObject({
    eval: 'EvalError',
    inline: false,
    foreign: 'TypeError',
    missing: 404,
    escape: 404,
    posted: 'äöü',
    isSecure: true,
    origin: 'https://desk.app.invalid',
  })
  await expect
    .poll(() => page.evaluate(() => Reflect.get(window, 'attempts').violations))
    .toEqual(expect.arrayContaining(['script-src', 'script-src-elem', 'connect-src']))
  const url = await desk.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL())
  expect(url).toBe('app://desk/index.html')
})

test('the sender of a message is told, a sub-frame apart from the page (E17)', async ({ desk, page }) => {
  const main = { url: 'app://desk/index.html', origin: 'app://desk', isMain: true, topUrl: 'app://desk/index.html' }
  expect(await page.evaluate(() => globalThis.sample.frame())).toEqual(main)
  await page.evaluate(() => {
    history.replaceState(null, '', '#/users')
  })
  await expect
    .poll(() => page.evaluate(() => globalThis.sample.frame()))
    .toEqual({
      ...main,
      url: 'app://desk/index.html#/users',
      topUrl: 'app://desk/index.html#/users',
    })

  // No preload runs in an iframe. Should one ever reach the host's binding all the same, its events say where from.
  await page.evaluate(async () => {
    const frame = document.createElement('iframe')
    frame.src = 'frame.html'
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve))
    document.body.append(frame)
    await loaded
  })
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Page.enable')
  const { frameTree } = await devtools.send('Page.getFrameTree')
  const frameId = frameTree.childFrames?.[0]?.frame.id ?? ''
  const world = { frameId, worldName: 'Electron Isolated Context' }
  const { executionContextId } = await devtools.send('Page.createIsolatedWorld', world)
  const message = JSON.stringify({ kind: 'send', channel: 'tick', args: '[1]' })
  const expression = `__hostSend(${JSON.stringify(message)})`
  await devtools.send('Runtime.evaluate', { expression, contextId: executionContextId })
  const [note] = await noted(desk, 'tick')
  expect(note?.[1]).toMatchObject({
    url: 'app://desk/frame.html',
    isMain: false,
    topUrl: 'app://desk/index.html#/users',
  })
})

test('pop-ups, foreign navigations and redirects are vetoed (E13, E14)', async ({ desk, page }) => {
  await page.locator('#popup').click()
  expect(await noted(desk, 'window-open')).toEqual([['window-open', 'https://example.com/']])
  await page.locator('#outside').click()
  await noted(desk, 'will-frame-navigate')
  expect(await notes(desk, 'will-navigate')).toEqual([['will-navigate', 'https://example.org/', true, true]])
  await page.locator('#moved').click()
  expect(await noted(desk, 'will-redirect')).toEqual([['will-redirect', 'https://example.net/', true, true]])
  await page.evaluate(() => {
    const frame = document.createElement('iframe')
    frame.src = 'frame.html'
    document.body.append(frame)
  })
  await expect
    .poll(async () => (await notes(desk, 'will-frame-navigate')).at(-1))
    .toEqual(['will-frame-navigate', 'app://desk/frame.html', false, false])
  expect(page.url()).toBe('https://desk.app.invalid/index.html')
  expect(desk.windows().length).toBe(1)
})

test('permissions are refused and the app is asked; downloads are refused and told (E5)', async ({ desk, page }) => {
  const states = await page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone'] as const
    const list = await Promise.all(names.map((name) => navigator.permissions.query({ name })))
    return list.map((status) => status.state)
  })
  expect(states).toEqual(['denied', 'denied', 'denied', 'denied'])
  await expect
    .poll(async () => (await notes(desk, 'permission')).flat())
    .toEqual(expect.arrayContaining(['geolocation', 'media']))
  await page.locator('#download').click()
  expect(await noted(desk, 'will-download')).toEqual([['will-download', 'app://desk/download.bin', 'download.bin']])
})

test('load, reload, console and failed loads are told', async ({ desk, page }) => {
  for (const name of ['loaded', 'dom-ready', 'did-finish-load', 'ready-to-show'])
    expect((await noted(desk, name)).length).toBe(1)
  await page.evaluate(() => console.warn('careful', 1))
  await expect.poll(() => notes(desk, 'console-message')).toContainEqual(['console-message', 'warning', 'careful 1'])
  await desk.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.reload())
  await expect.poll(async () => (await notes(desk, 'did-finish-load')).length).toBe(2)
  await page.reload()
  await expect.poll(async () => (await notes(desk, 'did-finish-load')).length).toBe(3)
  expect(await notes(desk, 'will-navigate')).toEqual([]) // the app's own doing, and a reload
  const message = await desk.evaluate(async ({ BrowserWindow, protocol }) => {
    protocol.unhandle('app')
    protocol.handle('app', () => Response.error())
    return BrowserWindow.getAllWindows()[0]
      ?.loadURL('app://desk/gone.html')
      .catch((error: Error) => error.message)
  })
  expect(message).toBe("ERR_FAILED (-2) loading 'app://desk/gone.html'")
  expect(await noted(desk, 'did-fail-load')).toEqual([['did-fail-load', -2, 'ERR_FAILED', 'app://desk/gone.html']])
})

test('executeJavaScript, capturePage, printToPDF', async ({ desk, page }) => {
  await expect(page).toHaveTitle('Host Sample')
  const result = await desk.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    if (contents === undefined) throw new Error('no window')
    const image = await contents.capturePage()
    const pdf = await contents.printToPDF({ pageSize: 'A4', printBackground: true, margins: { top: 0.5 } })
    const paper = await contents.printToPDF(JSON.parse('{"pageSize":"A9"}')).catch((error: Error) => error.message)
    return {
      sum: await contents.executeJavaScript('Promise.resolve(2 + 3)'),
      failed: await contents
        .executeJavaScript('throw new Error("x")')
        .catch((error: Error) => error.message.split('\n')[0]),
      size: image.getSize(),
      isPng: image.toPNG().subarray(1, 4).toString(),
      pdf: pdf.subarray(0, 5).toString(),
      paper,
    }
  })
  expect(result).toMatchObject({ sum: 5, failed: 'Error: x', isPng: 'PNG', pdf: '%PDF-' })
  expect(result.size.width).toBeGreaterThan(500)
  expect(result.paper).toBe('not supported by the Chromium host: printToPDF({ pageSize: "A9" })')
})

test('page.route, mocks and traces of a test runner work', async ({ desk, page }) => {
  await page.route('**/style.css', (route) =>
    route.fulfill({ contentType: 'text/css', body: 'h1 { color: rgb(1, 2, 3) }' }),
  )
  await page.reload()
  await expect(page.locator('h1')).toHaveCSS('color', 'rgb(1, 2, 3)')
  const answers = await desk.evaluate(({ dialog, powerMonitor }) => {
    dialog.showMessageBox = () => Promise.resolve({ response: 7, checkboxChecked: false })
    powerMonitor.getSystemIdleTime = () => 600
    return dialog.showMessageBox({ message: 'sure?' }).then((answer) => [answer, powerMonitor.getSystemIdleTime()])
  })
  expect(answers).toEqual([{ response: 7, checkboxChecked: false }, 600])
  const window = await desk.browserWindow(page)
  expect(await window.evaluate((browserWindow) => browserWindow.webContents.getURL())).toBe('app://desk/index.html')
})
