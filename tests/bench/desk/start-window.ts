import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { chooseHost } from '../../e2e/launch-desk.ts'
import { findElectron } from '../../../scripts/find-electron.ts'
import { connectPage, type PageConnection, type PreparePage } from './start-devtools.ts'

export interface WindowStart {
  /** The app’s folder, as Electron’s first argument. */
  readonly app: string
  readonly userDataDir: string
  readonly env?: Readonly<Record<string, string>>
  readonly args?: readonly string[]
  readonly prepare?: PreparePage
}

/** When the page came how far, in milliseconds since the process was spawned. */
export interface StartMarks {
  readonly documentAskedMs: number
  readonly scriptsRunMs: number
  readonly firstPaintMs: number
  /** The field that had the focus took a key and showed it. */
  readonly usableMs: number
  /** When the process was spawned and when the form was painted, by the clock of the system. */
  readonly spawnedAt: number
  readonly paintedAt: number
}

export interface StartedWindow {
  readonly marks: StartMarks
  readonly page: PageConnection
  readonly process: ChildProcess
  /** What the page has asked of anybody but the app itself. */
  countForeignRequests(): Promise<number>
  stop(): Promise<void>
}

/** As soon as a field has the focus; what is typed is told with the clock that all processes share. */
const watchKey = `new Promise((resolve) => {
  const look = () => {
    const field = document.activeElement
    if (!(field instanceof HTMLInputElement)) return void setTimeout(look, 1)
    field.addEventListener('input', () => {
      globalThis.keyTakenAt = performance.timeOrigin + performance.now()
    }, { once: true })
    resolve(true)
  }
  look()
})
//# sourceURL=bench`
const readMarks = `new Promise((resolve) => {
  const look = () => {
    const [document_] = performance.getEntriesByType('navigation')
    const [paint] = performance.getEntriesByName('first-contentful-paint')
    if (globalThis.keyTakenAt === undefined || paint === undefined) return void setTimeout(look, 1)
    const origin = performance.timeOrigin
    resolve({
      origin,
      asked: origin + document_.fetchStart,
      run: origin + document_.domContentLoadedEventEnd,
      paint: origin + paint.startTime,
      usable: globalThis.keyTakenAt,
      text: document.activeElement.value,
    })
  }
  look()
})
//# sourceURL=bench`
const countForeign = `performance.getEntriesByType('resource').filter(({ name }) => new URL(name).origin !== origin).length`

const marksSchema = z.object({
  asked: z.number(),
  run: z.number(),
  paint: z.number(),
  usable: z.number(),
  text: z.string(),
})

const now = (): number => performance.timeOrigin + performance.now()

/** Starts an app on the host of the end-to-end tests, and presses a key as soon as its page has a field for it. */
export async function startWindow({
  app,
  userDataDir,
  env = {},
  args = [],
  prepare,
}: WindowStart): Promise<StartedWindow> {
  Object.assign(process.env, chooseHost().env)
  const program = findElectron()
  if (program === undefined) throw new Error('there is neither Electron nor the Chromium host')
  const sandbox = process.platform === 'linux' ? ['--no-sandbox'] : []
  const spawnedAt = now()
  const child = spawn(program, [...sandbox, '--remote-debugging-port=0', ...args, app], {
    env: { ...process.env, SAIHAKKO_USER_DATA_DIR: userDataDir, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const page = await connectPage(await readAddress(child), prepare)
  await page.evaluate(watchKey)
  await page.send('Input.dispatchKeyEvent', { type: 'char', text: 'a' })
  const { asked, run, paint, usable, text } = marksSchema.parse(await page.evaluate(readMarks))
  if (text !== 'a') throw new Error('the field did not keep the key')
  const since = (at: number): number => at - spawnedAt
  return {
    marks: {
      documentAskedMs: since(asked),
      scriptsRunMs: since(run),
      firstPaintMs: since(paint),
      usableMs: since(usable),
      spawnedAt,
      paintedAt: paint,
    },
    page,
    process: child,
    countForeignRequests: async () => z.int().parse(await page.evaluate(countForeign)),
    async stop() {
      page.close()
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function readAddress(child: ChildProcess): Promise<string> {
  return await new Promise((resolve, reject) => {
    if (child.stderr === null) return reject(new Error('the app has no standard error'))
    const lines: string[] = []
    createInterface({ input: child.stderr }).on('line', (line) => {
      lines.push(line)
      const address = /^DevTools listening on (ws:\S+)/.exec(line)?.[1]
      if (address !== undefined) resolve(address)
    })
    child.once('exit', (code) => reject(new Error(`the app ended (exit ${code}): ${lines.join('\n')}`)))
    return undefined
  })
}
