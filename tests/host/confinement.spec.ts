import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { browserArguments } from '../../src-host/browser/browser-switches.ts'
import { EXECUTABLE, SAMPLE, environment, exitOf, expect, test } from './sample-app.ts'
import { commandOf, processTree, tcpListeners } from './process-tree.ts'

/** Starts the host as a person does, and waits until the sample's window is there. */
async function startAsUser(executable: string, args: readonly string[], dataFolder: string, more = {}) {
  const env = { ...environment(dataFolder), ...more }
  const child = spawn(executable, args, { cwd: SAMPLE, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString()
    })
  await expect.poll(() => text).toContain('event web-contents-created')
  const pid = child.pid ?? 0
  await expect
    .poll(() => processTree(pid).filter((each) => commandOf(each).includes('--type=renderer')).length)
    .toBeGreaterThan(0)
  const stop = async () => {
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  return { pid, stop, printed: () => text }
}

test('nobody can join: no TCP port is open unless asked for (E42)', async ({ dataFolder }) => {
  const desk = await startAsUser(EXECUTABLE, ['.'], dataFolder)
  await expect.poll(() => processTree(desk.pid).length).toBeGreaterThan(4) // host, browser, zygotes, GPU, network, renderer
  expect(tcpListeners(processTree(desk.pid))).toEqual([])
  expect(desk.printed()).not.toContain('DevTools listening')
  await desk.stop()
})

test('the port is there when a developer asks for it', async ({ dataFolder }) => {
  const desk = await startAsUser(EXECUTABLE, ['--remote-debugging-port=0', '.'], dataFolder)
  await expect.poll(() => desk.printed()).toContain('DevTools listening on ws://127.0.0.1:')
  await expect.poll(() => tcpListeners(processTree(desk.pid)).length).toBeGreaterThan(0)
  await desk.stop()
})

test('an installed app takes no debugger, whatever it is told (E42)', async ({ dataFolder }) => {
  // An installation: the host's files, and the app in resources/app beside the launcher.
  const home = join(dataFolder, 'installed')
  cpSync(join(dirname(EXECUTABLE), '..'), join(home, 'src-host'), { recursive: true })
  mkdirSync(join(home, 'src-host/bin/resources'))
  cpSync(SAMPLE, join(home, 'src-host/bin/resources/app'), { recursive: true })
  symlinkSync(join(dirname(EXECUTABLE), '../../node_modules'), join(home, 'node_modules'))
  const switches = ['--inspect=0', '--remote-debugging-port=0', '--no-sandbox', '--disable-web-security']
  const foreign = { NODE_OPTIONS: '--inspect=0' }
  const desk = await startAsUser(join(home, 'src-host/bin/electron'), switches, dataFolder, foreign)
  const tree = processTree(desk.pid)
  expect(tcpListeners(tree)).toEqual([])
  expect(desk.printed()).not.toContain('listening')
  const browser = tree.map(commandOf).find((line) => line.includes('--remote-debugging-pipe')) ?? ''
  expect(browser).not.toMatch(/--remote-debugging-port|--disable-web-security/)
  expect(browser.includes('--no-sandbox')).toBe(process.getuid?.() === 0)
  await desk.stop()
})

test('the browser keeps its sandbox, except for root', () => {
  const options = {
    switches: new Map([['inspect', '0']]),
    extraArguments: [],
    profile: '/p',
    appName: 'a',
    headless: false,
    isPackaged: false,
  }
  const asUser = browserArguments({ ...options, isRoot: false })
  expect(asUser).not.toContain('--no-sandbox')
  expect(asUser).toContain('--incognito')
  expect(asUser.some((argument) => argument.startsWith('--inspect'))).toBe(false)
  expect(browserArguments({ ...options, isRoot: true })).toContain('--no-sandbox')
  const own = browserArguments({ ...options, isRoot: false, switches: new Map([['disable-features', 'Mine']]) })
  expect(own.find((argument) => argument.startsWith('--disable-features='))).toMatch(/Translate,.*,Mine$/)
})

test('nothing a person typed or saw is on disk afterwards (E38, E46)', async ({ dataFolder, desk, page }) => {
  const canary = 'Canary4711Zq'
  await page.locator('#reason').fill(canary)
  await page.evaluate(async (text) => {
    localStorage.setItem('kept', text)
    document.cookie = `kept=${text}; max-age=99999`
    history.replaceState(null, '', `#/users/${text}`)
    await new Promise<void>((resolve, reject) => {
      const opening = indexedDB.open(text, 1)
      opening.addEventListener('success', () => resolve())
      opening.addEventListener('error', () => reject(new Error('no database')))
    })
    document.title = text
    await globalThis.sample.echo(text)
  }, canary)
  const exit = exitOf(desk)
  await desk.close()
  await exit
  expect(existsSync(join(dataFolder, 'Host Sample/Chromium/Default/Preferences'))).toBe(true)
  const forms = [Buffer.from(canary, 'utf8'), Buffer.from(canary, 'utf16le')]
  const files = readdirSync(dataFolder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const hits = files
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => forms.some((form) => readFileSync(file).includes(form)))
  expect(hits).toEqual([])
  expect(readdirSync(dataFolder)).toEqual(['Host Sample'])
})
