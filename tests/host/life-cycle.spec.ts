import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { EXECUTABLE, SAMPLE, environment, exitOf, expect, noted, notes, test } from './sample-app.ts'
import { commandOf, isRunning, processTree } from './process-tree.ts'

/** Starts the host without a test runner in between and collects what it prints. */
function startDirectly(dataFolder: string, args: readonly string[], command = EXECUTABLE, cwd = SAMPLE) {
  const child = spawn(command, args, { cwd, env: environment(dataFolder), stdio: ['ignore', 'pipe', 'pipe'] })
  const printed = { text: '' }
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed.text += text
    })
  return { child, printed, closed: once(child, 'close') }
}
const browserOf = (pid: number) => processTree(pid).find((each) => commandOf(each).includes('--remote-debugging-pipe'))

test('closing the last window ends the app with 0, in Electron’s order', async ({ desk, page }) => {
  let printed = ''
  desk.process().stdout?.on('data', (text: Buffer) => {
    printed += text.toString()
  })
  const exit = exitOf(desk)
  const pids = processTree(desk.process().pid ?? 0)
  await page.close()
  expect(await exit).toBe(0)
  const order = ['window-all-closed', 'before-quit', 'will-quit', 'quit'].map((name) => `event ${name}\n`).join('')
  expect(printed).toContain(order)
  await expect.poll(() => pids.filter(isRunning)).toEqual([])
})

test('close and quit can be vetoed', async ({ desk, page }) => {
  await expect(page).toHaveTitle('Host Sample')
  await desk.evaluate(({ app, BrowserWindow }) => {
    globalThis.keepOpen = true
    BrowserWindow.getAllWindows()[0]?.close()
    app.quit()
  })
  await expect.poll(async () => (await notes(desk, 'close')).length).toBe(2)
  expect((await notes(desk, 'before-quit')).length).toBe(1)
  expect(await desk.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  const exit = exitOf(desk)
  await desk.evaluate(({ app }) => {
    globalThis.keepOpen = false
    setImmediate(() => app.quit())
  })
  expect(await exit).toBe(0)
})

test('app.exit gives its code and asks nobody', async ({ desk, page }) => {
  await expect(page).toHaveTitle('Host Sample')
  const exit = exitOf(desk)
  await desk.evaluate(({ app }) => {
    globalThis.keepOpen = true
    setImmediate(() => app.exit(3))
  })
  expect(await exit).toBe(3)
})

test('a browser that is killed ends the app with 1', async ({ desk, page }) => {
  await expect(page).toHaveTitle('Host Sample')
  const exit = exitOf(desk)
  const browser = browserOf(desk.process().pid ?? 0)
  expect(browser).toBeDefined()
  let printed = ''
  desk.process().stdout?.on('data', (text: Buffer) => {
    printed += text.toString()
  })
  await desk.evaluate(({ app }) => {
    // An app that tidies up in its own time, as ours does.
    let isTidy = false
    app.on('will-quit', (event) => {
      if (isTidy) return
      event.preventDefault()
      setTimeout(() => {
        isTidy = true
        app.quit()
      }, 50)
    })
  })
  process.kill(browser ?? 0, 'SIGKILL')
  expect(await exit).toBe(1)
  expect(printed.match(/event (will-quit|quit)/g)).toEqual(['event will-quit', 'event will-quit', 'event quit'])
})

test('Ctrl+C in a terminal, and a logout that ends everything, are orderly ends', async ({ dataFolder }) => {
  for (const end of ['SIGINT to the group', 'SIGTERM to each']) {
    const env = environment(dataFolder)
    const child = spawn(EXECUTABLE, ['.'], { cwd: SAMPLE, env, detached: true, stdio: ['ignore', 'pipe', 'ignore'] })
    let text = ''
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString()
    })
    await expect.poll(() => text).toContain('event web-contents-created')
    const pid = child.pid ?? 0
    const browser = browserOf(pid) ?? 0
    if (end === 'SIGINT to the group') process.kill(-pid, 'SIGINT')
    else for (const each of [pid, browser]) process.kill(each, 'SIGTERM')
    expect((await once(child, 'close'))[0], end).toBe(0)
    expect(text, end).toContain('event will-quit')
    expect(isRunning(browser), end).toBe(false)
  }
})

test('a page that crashes is told, and the app goes on', async ({ desk, page }) => {
  await desk.evaluate(({ app, BrowserWindow }) => {
    app.on('render-process-gone', (_event, _contents, { reason }) => globalThis.seen.push(['app gone', reason]))
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    contents?.on('render-process-gone', (_event, { reason }) => globalThis.seen.push(['page gone', reason]))
  })
  await page.goto('chrome://crash').catch(() => {})
  expect(await noted(desk, 'page gone')).toEqual([['page gone', 'crashed']])
  expect(await noted(desk, 'app gone')).toEqual([['app gone', 'crashed']])
})

test('a host that is killed leaves nothing running and can be started again', async ({ dataFolder, desk, page }) => {
  await expect(page).toHaveTitle('Host Sample')
  const pids = processTree(desk.process().pid ?? 0)
  desk.process().kill('SIGKILL')
  await expect.poll(() => pids.filter(isRunning)).toEqual([])
  const again = startDirectly(dataFolder, ['.'])
  await expect.poll(() => again.printed.text).toContain('event web-contents-created')
  again.child.kill('SIGTERM')
  expect((await again.closed)[0]).toBe(0)
})

test('a second start hands its command line over and leaves (E41)', async ({ dataFolder, desk, page }) => {
  await expect(page).toHaveTitle('Host Sample')
  const second = startDirectly(dataFolder, ['.', 'hello-from-second'])
  expect((await second.closed)[0]).toBe(0)
  expect(second.printed.text).toContain('another instance is running')
  expect(await noted(desk, 'second-instance')).toEqual([
    ['second-instance', 'hello-from-second', SAMPLE, { from: 'test' }],
  ])
})

test('runs as `node src-host/main.ts`, and says its version', async ({ dataFolder }) => {
  const main = join(dirname(EXECUTABLE), '..', 'main.ts')
  const direct = startDirectly(dataFolder, [main, '.'], process.execPath)
  await expect.poll(() => direct.printed.text).toContain('event web-contents-created')
  direct.child.kill('SIGINT')
  expect((await direct.closed)[0]).toBe(0)
  const version = startDirectly(dataFolder, ['--version'])
  expect((await version.closed)[0]).toBe(0)
  expect(version.printed.text).toBe('v45.4.1\n')
})

test('an app that cannot be loaded ends the host with 1 and its reason', async ({ dataFolder }) => {
  const folder = join(dataFolder, 'broken')
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), '{"name":"broken","main":"index.js","type":"module"}')
  writeFileSync(join(folder, 'index.js'), 'throw new Error("broken on purpose")')
  const broken = startDirectly(dataFolder, [folder])
  expect((await broken.closed)[0]).toBe(1)
  expect(broken.printed.text).toContain('broken on purpose')
  const missing = startDirectly(dataFolder, [])
  expect((await missing.closed)[0]).toBe(1)
  expect(missing.printed.text).toContain('no app given')
})

test('a missing browser is said', async ({ dataFolder }) => {
  const env = { ...environment(dataFolder), SAIHAKKO_CHROMIUM: '/nowhere/chromium' }
  const child = spawn(EXECUTABLE, ['.'], { cwd: SAMPLE, env, stdio: ['ignore', 'ignore', 'pipe'] })
  let text = ''
  child.stderr.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  expect((await once(child, 'close'))[0]).toBe(1)
  expect(text).toContain('SAIHAKKO_CHROMIUM')
})

test('a top-level await of whenReady and a CommonJS app both start', async ({ dataFolder }) => {
  for (const [name, source] of [
    ['waits.mjs', "import { app } from 'electron'; await app.whenReady(); console.log('is ready'); app.quit()"],
    [
      'common.cjs',
      "const { app } = require('electron'); app.whenReady().then(() => { console.log('is ready'); app.quit() })",
    ],
  ] as const) {
    const file = join(dataFolder, name)
    writeFileSync(file, source)
    const started = startDirectly(dataFolder, [file])
    expect((await started.closed)[0]).toBe(0)
    expect(started.printed.text).toContain('is ready')
  }
})

test('a stale lock of a killed process with a reused id is taken over', async ({ dataFolder }) => {
  const folder = join(dataFolder, 'Host Sample')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'InstanceLock'), `${process.pid} 1`) // our own id is alive, but started at another time
  symlinkSync('nowhere', join(folder, 'unrelated'))
  const started = startDirectly(dataFolder, ['.'])
  await expect.poll(() => started.printed.text).toContain('event web-contents-created')
  started.child.kill('SIGTERM')
  expect((await started.closed)[0]).toBe(0)
})
