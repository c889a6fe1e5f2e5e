import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, noted, notes, SAMPLE, test } from './sample-app.ts'
import { isRunning } from './process-tree.ts'

test('clipboard: write, read, paste, clear', async ({ desk, page }) => {
  const text = 'Tmp-Passw0rd!é再'
  await page.evaluate((value) => globalThis.sample.copy(value), text)
  const read = await desk.evaluate(async ({ clipboard }) => {
    const [item] = await clipboard.read()
    const blob = await item?.getType('text/plain')
    return [await clipboard.readText(), await clipboard.has('text/plain'), item?.types, await blob?.text()]
  })
  expect(read).toEqual([text, true, ['text/plain'], text])
  if ((process.env['DISPLAY'] ?? '') !== '') {
    // The clipboard of the desktop: what the page pastes is what the app wrote.
    await page.locator('#reason').focus()
    await page.keyboard.press('Control+V')
    await expect(page.locator('#reason')).toHaveValue(text)
  }
  const cleared = await desk.evaluate(async ({ clipboard, ClipboardItem }) => {
    clipboard.clear()
    const empty = [await clipboard.readText(), await clipboard.has('text/plain')]
    const marker = 'x-kde-passwordManagerHint'
    await clipboard.write([new ClipboardItem({ 'text/plain': 'again', [marker]: 'secret' })])
    const [item] = await clipboard.read()
    const hint = await item?.getType(marker).then((blob) => blob.text())
    return [...empty, await clipboard.readText(), await clipboard.has(marker), item?.types, hint]
  })
  expect(cleared).toEqual(['', false, 'again', true, ['text/plain', 'x-kde-passwordManagerHint'], 'secret'])
})

test('nativeTheme reaches the page', async ({ desk, page }) => {
  const isDark = () => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)
  await page.emulateMedia({ colorScheme: null })
  const set = (source: 'dark' | 'light' | 'system') =>
    desk.evaluate(({ nativeTheme }, value) => {
      nativeTheme.once('updated', () => globalThis.seen.push(['theme', value]))
      nativeTheme.themeSource = value
      return nativeTheme.shouldUseDarkColors
    }, source)
  expect(await set('dark')).toBe(true)
  await expect.poll(isDark).toBe(true)
  expect(await set('light')).toBe(false)
  await expect.poll(isDark).toBe(false)
  await expect
    .poll(() => notes(desk, 'theme'))
    .toEqual([
      ['theme', 'dark'],
      ['theme', 'light'],
    ])
})

test('powerMonitor: idle time is that of our windows, screen lock is told (E40)', async ({ desk, page }) => {
  await page.locator('#reason').press('a')
  await expect.poll(() => desk.evaluate(({ powerMonitor }) => powerMonitor.getSystemIdleTime())).toBeLessThan(5)
  const idle = await desk.evaluate(({ powerMonitor }) => {
    powerMonitor.on('lock-screen', () => globalThis.seen.push(['locked', powerMonitor.getSystemIdleState(60)]))
    const before = [
      powerMonitor.getSystemIdleTime() < 5,
      powerMonitor.getSystemIdleState(60),
      powerMonitor.getSystemIdleState(0),
    ]
    powerMonitor.emit('lock-screen')
    powerMonitor.emit('unlock-screen')
    return [...before, powerMonitor.getSystemIdleState(60)]
  })
  expect(idle).toEqual([true, 'active', 'idle', 'active'])
  expect(await notes(desk, 'locked')).toEqual([['locked', 'locked']])
})

test('dialogs: an error is printed, a question without a display throws', async ({ desk, page }) => {
  test.skip((process.env['DISPLAY'] ?? '') !== '', 'with a display the dialogs are real windows')
  await expect(page).toHaveTitle('Host Sample')
  let printed = ''
  desk.process().stderr?.on('data', (text: Buffer) => {
    printed += text.toString()
  })
  const refused = await desk.evaluate(({ dialog }) => {
    dialog.showErrorBox('Title', 'what went wrong')
    return dialog.showMessageBox({ message: 'Sure?' }).then(String, (error: Error) => error.message)
  })
  expect(refused).toBe('not supported by the Chromium host: dialog.showMessageBox without a display')
  await expect.poll(() => printed).toContain('Title\nwhat went wrong')
})

test('clearStorageData empties what the page keeps', async ({ desk, page }) => {
  await page.evaluate(() => localStorage.setItem('k', 'v'))
  await desk.evaluate(({ session }) => session.defaultSession.clearStorageData())
  expect(await page.evaluate(() => localStorage.getItem('k'))).toBeNull()
})

test('utilityProcess: messages there and back, output, exit code', async ({ desk, page }) => {
  await expect(page).toHaveTitle('Host Sample')
  const result = await desk.evaluate(
    async ({ app, utilityProcess }, modulePath) => {
      app.on('child-process-gone', (_event, { type, reason, exitCode, serviceName }) =>
        globalThis.seen.push(['child gone', type, reason, exitCode, serviceName]),
      )
      const env = { ...process.env, MARK: 'given' }
      const start = () => utilityProcess.fork(modulePath, ['one'], { env, stdio: 'pipe', serviceName: 'worker' })
      const child = start()
      child.postMessage({ early: [1, new Uint8Array([2])] }) // before it runs
      const spawned = new Promise<void>((resolve) => child.once('spawn', () => resolve()))
      const answer = new Promise((resolve) => child.once('message', resolve))
      const printed = new Promise((resolve) => child.stdout?.once('data', (data) => resolve(String(data))))
      await spawned
      const [message, text, pid] = [await answer, await printed, child.pid]
      const killed = globalThis.process.getBuiltinModule('node:events').once(child, 'exit')
      const isKilled = child.kill()
      const [status]: unknown[] = await killed
      const leaving = start()
      const left = new Promise((resolve) => leaving.once('exit', resolve))
      leaving.postMessage('leave')
      return { message, text: text === `utility ${pid}\n`, isKilled, status, after: child.pid, left: await left }
    },
    join(SAMPLE, 'utility.mjs'),
  )
  expect(result).toEqual({
    message: { answer: { early: [1, expect.anything()] }, args: ['one'], mark: 'given', type: 'utility' },
    text: true,
    isKilled: true,
    status: 15,
    after: undefined,
    left: 7,
  })
  expect(await noted(desk, 'child gone')).toEqual([['child gone', 'Utility', 'abnormal-exit', 7, 'worker']])
})

test('a utility process ends with the host, even when the host is killed', async ({ desk, page, dataFolder }) => {
  await expect(page).toHaveTitle('Host Sample')
  const file = join(dataFolder, 'closed')
  const start = { modulePath: join(SAMPLE, 'utility.mjs'), closedFile: file }
  const pids = await desk.evaluate(async ({ utilityProcess }, { modulePath, closedFile }) => {
    const children = [
      utilityProcess.fork(modulePath),
      utilityProcess.fork(modulePath, [], { env: { ...process.env, CLOSED_FILE: closedFile } }),
    ]
    const answers = children.map((child) => {
      child.postMessage('ping')
      return new Promise((resolve) => child.once('message', resolve))
    })
    await Promise.all(answers)
    return children.map((child) => child.pid ?? 0)
  }, start)
  expect(pids.map(isRunning)).toEqual([true, true])
  desk.process().kill('SIGKILL')
  await expect.poll(() => pids.map(isRunning)).toEqual([false, false])
  expect(readFileSync(file, 'utf8')).toBe('closed') // the one that asked was told
})
