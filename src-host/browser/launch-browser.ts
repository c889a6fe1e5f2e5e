/** Starts Chromium and opens app windows in it. One browser process per userData folder. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { prepareProfile } from './browser-profile.ts'
import { browserArguments } from './browser-switches.ts'
import type { BrowserOptions } from './browser-switches.ts'
import { connectDevtools } from './devtools-pipe.ts'
import type { Connection } from './devtools-pipe.ts'

const CLOSE_TIMEOUT_MS = 3000
const ANNOUNCEMENT = 'DevTools listening on '

export interface BrowserExit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}
export interface Browser {
  readonly connection: Connection
  /** E.g. `152.0.7977.64`. */
  readonly version: string
  readonly exited: Promise<BrowserExit>
  /** Opens a window without a browser's toolbar; it shows up as a DevTools target. */
  openWindow(
    url: string,
    bounds: { width: number; height: number; x?: number; y?: number },
    isHidden: boolean,
  ): Promise<void>
  /** Lets a test runner attach, when a debugging port was asked for. */
  announce(): void
  close(): Promise<void>
  /** For the last moment of the process, when nothing can be awaited any more. */
  kill(): void
}

/** Chromium's chatter is dropped, except what a test runner waits for; the last lines explain a failed start. */
function watchStderr(stream: Readable) {
  const tail: string[] = []
  let rest = ''
  let announcement: string | undefined
  let mayAnnounce = false
  const say = () => {
    if (!mayAnnounce || announcement === undefined) return
    process.stderr.write(`${announcement}\n`)
    announcement = undefined
  }
  stream.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      tail.splice(0, tail.length - 19, line)
      if (line.startsWith(ANNOUNCEMENT)) announcement = line
      else if (/Unable to open X display|Missing X server/.test(line)) process.stderr.write(`${line}\n`)
    }
    say()
  })
  return {
    tail,
    announce: () => {
      mayAnnounce = true
      say()
    },
  }
}

/** Starts the browser at `path`; rejects with Chromium's last words when it ends before it answers. */
export async function launchBrowser(path: string, options: BrowserOptions): Promise<Browser> {
  prepareProfile(options.profile)
  const common = browserArguments(options)
  // Else Chromium would make its folder for crash reports in the person's own browser settings.
  const env: NodeJS.ProcessEnv = { ...process.env, BREAKPAD_DUMP_LOCATION: join(options.profile, 'Crash Reports') }
  delete env['NODE_OPTIONS']
  const child = spawn(path, [...common, '--remote-debugging-pipe', '--no-startup-window'], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    env,
    // A group of its own: Ctrl+C in a terminal is for the app, which then closes the browser in order.
    detached: process.platform !== 'win32',
  })
  const exit = Promise.withResolvers<BrowserExit>()
  child.once('exit', (code, signal) => exit.resolve({ code, signal }))
  child.once('error', () => exit.resolve({ code: 127, signal: null }))
  const [, , stderr, toBrowser, fromBrowser] = child.stdio
  if (!(stderr instanceof Readable) || !(toBrowser instanceof Writable) || !(fromBrowser instanceof Readable))
    throw new Error('the pipes to the browser are missing')
  const { tail, announce } = watchStderr(stderr)
  const connection = connectDevtools(toBrowser, fromBrowser)
  const early = exit.promise.then(({ code, signal }) => {
    throw new Error(`${path} ended (${signal ?? code}) before it was ready\n${tail.join('\n')}`)
  })
  const { product } = await Promise.race([connection.root.send('Browser.getVersion', {}), early])
  early.catch(() => {})

  const openers = new Set<ChildProcess>()
  let isEnding = false
  /** A second process that finds no first one any more would become a browser of its own, with a window. */
  const stopOpeners = () => {
    isEnding = true
    for (const opener of openers) opener.kill('SIGKILL')
  }
  void exit.promise.then(stopOpeners)

  let contextId: Promise<string> | undefined
  const inMemoryContext = () =>
    (contextId ??= connection.root
      .send('Target.createBrowserContext', { disposeOnDetach: true })
      .then((context) => context.browserContextId))
  return {
    connection,
    version: product.split('/')[1] ?? product,
    exited: exit.promise,
    async openWindow(url, { width, height, x, y }, isHidden) {
      // No toolbar to hide without a screen, where a second process could not join either, or while it is minimised.
      // (A target that is `hidden` needs a debugging port.)
      if (options.headless || isHidden) {
        const browserContextId = await inMemoryContext()
        const place = { ...(x === undefined ? {} : { left: x }), ...(y === undefined ? {} : { top: y }) }
        await connection.root.send('Target.createTarget', {
          url,
          newWindow: true,
          width,
          height,
          browserContextId,
          ...place,
          ...(isHidden && !options.headless ? { windowState: 'minimized' as const, background: true } : {}),
        })
        return
      }
      // A second, short-lived process with the same profile hands its --app window to the first and leaves.
      const argv = [...common.filter((argument) => !argument.startsWith('--remote-debugging')), `--app=${url}`]
      const opener = spawn(path, argv, { stdio: 'ignore', env })
      openers.add(opener)
      const [code]: unknown[] = await once(opener, 'exit').finally(() => openers.delete(opener))
      if (isEnding) return
      if (code !== 0) throw new Error(`opening a window failed (exit ${String(code)})`)
    },
    announce,
    async close() {
      stopOpeners()
      if (child.exitCode !== null || child.signalCode !== null) return
      connection.root.post('Browser.close', {})
      const timer = setTimeout(() => child.kill('SIGKILL'), CLOSE_TIMEOUT_MS)
      await exit.promise
      clearTimeout(timer)
    },
    kill() {
      stopOpeners()
      if (child.exitCode === null) child.kill('SIGKILL')
    },
  }
}
