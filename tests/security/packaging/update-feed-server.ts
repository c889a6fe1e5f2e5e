import { createHash } from 'node:crypto'
import { createServer, request as requestOverTls } from 'node:https'
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { HttpExecutor, type DownloadOptions } from 'builder-util-runtime'
import { AppImageUpdater, type AppUpdater } from 'electron-updater'
import { stringify } from 'yaml'
import type { TlsFiles } from '../../../src-server/listener.ts'

export type FeedAnswers = Map<string, { readonly body?: string | Buffer; readonly redirectTo?: string }>

/** An https server on this machine that answers from `answers` by path, and else 404. */
export async function serveFeed(tls: TlsFiles, answers: FeedAnswers) {
  const asked: string[] = []
  const server = createServer(tls, (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'https://localhost')
    asked.push(pathname)
    const answer = answers.get(pathname)
    if (answer?.redirectTo !== undefined) response.writeHead(302, { location: answer.redirectTo }).end()
    else response.writeHead(answer ? 200 : 404).end(answer?.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: new URL(`https://localhost:${port}/desk/`),
    asked,
    close: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  }
}

export interface ReleaseToWrite {
  readonly version: string
  readonly content?: string
  readonly extra?: Readonly<Record<string, unknown>>
}

/** A release as electron-builder leaves it in `dir`: the artifact, and the feed file that names it. Gives the artifact’s name. */
export function writeRelease(
  dir: string,
  { version, content = `desk ${version}`, extra = {} }: ReleaseToWrite,
): string {
  const name = `saihakko-desk-${version}-linux-${process.arch}.AppImage`
  const sha512 = createHash('sha512').update(content).digest('base64')
  mkdirSync(dir, { recursive: true })
  writeFileSync(join(dir, name), content)
  const files = [{ url: name, sha512, size: content.length }]
  const feed = { version, files, path: name, sha512, releaseDate: '2026-11-23T00:00:00.000Z', ...extra }
  writeFileSync(join(dir, feedName), stringify(feed))
  return name
}

/** What electron-updater asks for on Linux. */
export const feedName = process.arch === 'x64' ? 'latest-linux.yml' : `latest-linux-${process.arch}.yml`

/** Electron’s network replaced by Node’s, which trusts the test’s certificate. It checks no hash: that is left to us. */
class TestExecutor extends HttpExecutor<ClientRequest> {
  readonly #ca: string
  readonly #isAllowed: (url: string) => boolean
  constructor(ca: string, isAllowed: (url: string) => boolean) {
    super()
    this.#ca = ca
    this.#isAllowed = isAllowed
  }
  override createRequest(options: RequestOptions, callback: (response: IncomingMessage) => void): ClientRequest {
    const port = options.port ? `:${options.port}` : ''
    const url = `${options.protocol ?? 'https:'}//${options.hostname ?? ''}${port}${options.path ?? ''}`
    const request = requestOverTls({ ...options, agent: false, ca: this.#ca }, callback)
    return this.#isAllowed(url) ? request : request.destroy(new Error('ERR_BLOCKED_BY_CLIENT'))
  }
  async download(url: URL, destination: string, options: DownloadOptions): Promise<string> {
    writeFileSync(destination, await this.downloadToBuffer(url, options))
    return destination
  }
}

/** The real electron-updater for an AppImage, outside Electron: network and installer are replaced, the rest is its own. */
export function createTestUpdater(dir: string, installedVersion: string, ca: string) {
  const installed: string[] = []
  const configuration = join(dir, 'app-update.yml')
  writeFileSync(configuration, 'provider: generic\nurl: https://updates.invalid/\nupdaterCacheDirName: desk-updater\n')
  const updater: AppUpdater = new AppImageUpdater(null, {
    version: installedVersion,
    name: 'saihakko-desk',
    isPackaged: true,
    appUpdateConfigPath: configuration,
    userDataPath: dir,
    baseCachePath: join(dir, 'cache'),
    whenReady: () => Promise.resolve(),
    relaunch: () => undefined,
    quit: () => undefined,
    onQuit: () => undefined,
  })
  const downloads: string[] = []
  updater.on('update-downloaded', ({ downloadedFile }) => void downloads.push(downloadedFile))
  updater.quitAndInstall = () => void installed.push('installed')
  return {
    updater,
    installed,
    downloads,
    guardRequests: (guarded: AppUpdater, isAllowed: (url: string) => boolean): void => {
      Reflect.set(guarded, 'httpExecutor', new TestExecutor(ca, isAllowed))
    },
  }
}
