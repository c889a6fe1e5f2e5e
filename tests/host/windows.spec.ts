import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { environment, EXECUTABLE, expect, noted, notes, SAMPLE, test, testInPage } from './sample-app.ts'
import { missingPrograms, startScreen } from './screen.ts'

test('size, least size, title and state of a window', async ({ desk, page }) => {
  await noted(desk, 'loaded')
  const first = await desk.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0]
    if (window === undefined) throw new Error('no window')
    const wasProtected = window.isContentProtected()
    window.setContentProtection(true) // nothing on Linux, in Electron too
    return {
      size: [window.getBounds().width, window.getBounds().height],
      title: window.getTitle(),
      isVisible: window.isVisible(),
      protection: [wasProtected, window.isContentProtected()],
      state: [window.isDestroyed(), window.isMinimized(), window.webContents.isLoading()],
      isSame:
        BrowserWindow.fromId(window.id) === window && BrowserWindow.fromWebContents(window.webContents) === window,
    }
  })
  expect(first).toEqual({
    size: [900, 640],
    title: 'Host Sample',
    isVisible: true,
    protection: [false, true],
    state: [false, false, false],
    isSame: true,
  })
  await desk.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setBounds({ width: 300, height: 700 }))
  await expect.poll(() => page.evaluate(() => [outerWidth, outerHeight])).toEqual([600, 700])
  await desk.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setTitle('再発行'))
  await expect(page).toHaveTitle('再発行')
  const lastNote = async () => (await noted(desk, 'page-title-updated')).at(-1)
  await expect.poll(lastNote, { message: 'the app is told of the title' }).toEqual(['page-title-updated', '再発行'])
  expect(await desk.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle())).toBe('再発行')
})

test('size and place are told, and the displays are known', async ({ desk, page }) => {
  await expect(page).toHaveTitle('Host Sample')
  await desk.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0]
    window?.on('resize', () => globalThis.seen.push(['resize', window.getBounds().width]))
    window?.on('move', () => globalThis.seen.push(['move', window.getBounds().x]))
    window?.setBounds({ x: 40, y: 30, width: 820 })
  })
  await expect.poll(async () => (await notes(desk, 'move')).at(-1)).toEqual(['move', 40])
  await expect.poll(async () => (await notes(desk, 'resize')).at(-1)).toEqual(['resize', 820])
  const areas = await desk.evaluate(({ screen }) => screen.getAllDisplays().map(({ workArea }) => workArea.x))
  expect(areas, 'none is known without an X server').toEqual((process.env['DISPLAY'] ?? '') === '' ? [] : [0])
})

test('maximize is told, and where the window goes back to is known', async ({ desk, page }) => {
  test.skip((process.env['DISPLAY'] ?? '') !== '', 'a display without a window manager (Xvfb) maximises nothing')
  await expect(page).toHaveTitle('Host Sample')
  const told = await desk.evaluate(async ({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0]
    if (window === undefined) throw new Error('no window')
    const maximized = new Promise<void>((resolve) => window.once('maximize', () => resolve()))
    window.maximize()
    await maximized
    const whileLarge = [window.isMaximized(), window.getNormalBounds().width]
    const unmaximized = new Promise<void>((resolve) => window.once('unmaximize', () => resolve()))
    window.restore()
    await unmaximized
    return [whileLarge, [window.isMaximized(), window.getBounds().width]]
  })
  expect(told).toEqual([
    [true, 900],
    [false, 900],
  ])
})

test('minimize and restore are told', async ({ desk, page }) => {
  test.skip((process.env['DISPLAY'] ?? '') !== '', 'a display without a window manager (Xvfb) minimises nothing')
  await expect(page).toHaveTitle('Host Sample')
  const told = await desk.evaluate(async ({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0]
    if (window === undefined) throw new Error('no window')
    const minimized = new Promise<void>((resolve) => window.once('minimize', () => resolve()))
    window.minimize()
    await minimized
    const whileSmall = [window.isMinimized(), window.isVisible()]
    const restored = new Promise<void>((resolve) => window.once('restore', () => resolve()))
    window.restore()
    await restored
    return [whileSmall, [window.isMinimized(), window.isVisible()]]
  })
  expect(told).toEqual([
    [true, false],
    [false, true],
  ])
})

test('focus is known', async ({ desk, page }) => {
  await page.bringToFront()
  await expect
    .poll(() =>
      desk.evaluate(({ BrowserWindow }) => {
        const window = BrowserWindow.getAllWindows()[0]
        return [window?.isFocused(), BrowserWindow.getFocusedWindow() === window]
      }),
    )
    .toEqual([true, true])
})

test('focus is told when it comes and goes', async ({ dataFolder }) => {
  const missing = missingPrograms('Xvfb')
  test.skip(missing.length > 0, `not installed: ${missing.join(', ')}`)
  const closeScreen = await startScreen()
  try {
    // Not by the test runner, under which every page believes that it has the focus.
    const options = { env: environment(dataFolder) }
    const { stdout } = await promisify(execFile)(EXECUTABLE, [join(SAMPLE, 'focus.mjs')], options)
    expect(stdout).toBe('false true\ntrue false\n')
  } finally {
    closeScreen()
  }
})

test('two windows: each has its page, closing one leaves the app', async ({ desk, page }) => {
  await expect(page).toHaveTitle('Host Sample')
  const opened = desk.waitForEvent('window')
  const preload = join(SAMPLE, 'preload.cjs')
  const loaded = await desk.evaluate(async ({ BrowserWindow }, path) => {
    const window = new BrowserWindow({ width: 700, height: 500, title: 'Second', webPreferences: { preload: path } })
    await window.loadURL('app://desk/frame.html')
    const [contents] = [window.webContents]
    return [
      contents.getURL(),
      BrowserWindow.getAllWindows().length,
      contents.session === BrowserWindow.getAllWindows()[0]?.webContents.session,
    ]
  }, preload)
  expect(loaded).toEqual(['app://desk/frame.html', 2, true])
  const second = await opened
  await expect(second.locator('p')).toHaveText('frame')
  expect(await second.evaluate(() => globalThis.sample.frame())).toMatchObject({ url: 'app://desk/frame.html' })
  const closed = second.waitForEvent('close')
  const left = await desk.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[1]
    window?.destroy()
    return [window?.isDestroyed(), window?.webContents.isDestroyed(), BrowserWindow.getAllWindows().length]
  })
  expect(left).toEqual([true, true, 1]) // at once, as Electron promises
  await closed
  expect(await notes(desk, 'window-all-closed')).toEqual([])
  expect(await page.evaluate(() => globalThis.sample.add(1, 1))).toBe(2)
})

testInPage('a window is an application’s: no browser shortcuts, no browser menu', async ({ page }) => {
  const prevented = await page.evaluate(() => {
    const seen: string[] = []
    addEventListener('keydown', (event) => setTimeout(() => seen.push(`${event.key} ${event.defaultPrevented}`)))
    addEventListener('contextmenu', (event) => setTimeout(() => seen.push(`menu ${event.defaultPrevented}`)))
    Reflect.set(window, 'keysSeen', seen)
    return seen
  })
  expect(prevented).toEqual([])
  await page.locator('#reason').focus()
  for (const keys of ['Control+p', 'Control+u', 'F12', 'Control+Shift+I', 'Control+a']) await page.keyboard.press(keys)
  await page.locator('h1').click({ button: 'right' })
  const expected = ['p true', 'u true', 'F12 true', 'I true', 'a false', 'menu true']
  await expect
    .poll(() =>
      page.evaluate(() =>
        Reflect.get(window, 'keysSeen').filter(
          (each: string) => !each.startsWith('Control') && !each.startsWith('Shift'),
        ),
      ),
    )
    .toEqual(expected)
})

testInPage('the page is drawn', async ({ page }, info) => {
  // A window that was opened just now has nothing to take a picture of before its first frame.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
  const picture = await page.screenshot({ path: info.outputPath('window.png') })
  expect(picture.length).toBeGreaterThan(5000)
})
