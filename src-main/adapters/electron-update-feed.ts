import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { AppUpdater } from 'electron-updater'
import { z } from 'zod'
import type { DownloadOutcome, FeedAnswer, UpdateFeedPort } from '../ports/update-feed-port.ts'
import { isFeedAddress } from '../security/update-trust.ts'

const fileSchema = z.object({
  /** A plain name: the file lies beside the feed, on the same host. */
  url: z.string().regex(/^[A-Za-z0-9][\w.-]{0,199}$/),
  sha512: z.string().regex(/^[A-Za-z0-9+/]{86}==$/),
})

/** As much of `latest.yml` as is used. `packages` would have a second file fetched that no signature covers. */
const feedSchema = z.object({
  version: z.string().regex(/^[\w.+-]{1,64}$/),
  files: z.array(fileSchema).min(1).max(16),
  signatures: z.array(z.string().max(128)).max(4).default([]),
  packages: z.undefined().optional(),
})

/** electron-updater’s words for: this is not what was announced, or not signed by our publisher. */
const refusals = new Set(['ERR_CHECKSUM_MISMATCH', 'ERR_UPDATER_INVALID_SIGNATURE'])

export interface UpdateFeedParts {
  readonly feedUrl: URL
  /** electron-updater for this installation; loaded at the first question only. */
  readonly loadUpdater: () => Promise<AppUpdater>
  /** Keeps every request of the updater, redirected ones too, to where `isAllowed`. */
  readonly guardRequests: (updater: AppUpdater, isAllowed: (url: string) => boolean) => void
}

/**
 * electron-updater, as far as it is trusted: it reads the feed, fetches the file that fits this machine, and starts the
 * installer, each only when it is told to. What it found is judged before it fetches, and what it fetched is hashed again.
 */
export function createElectronUpdateFeed({ feedUrl, loadUpdater, guardRequests }: UpdateFeedParts): UpdateFeedPort {
  let loading: Promise<AppUpdater> | undefined
  let ready: AppUpdater | undefined
  let downloadedPath: string | undefined
  const prepare = async (): Promise<AppUpdater> => {
    const updater = await loadUpdater()
    updater.logger = null
    updater.autoDownload = false
    updater.autoInstallOnAppQuit = false
    updater.allowPrerelease = false
    updater.allowDowngrade = false
    updater.disableWebInstaller = true
    updater.disableDifferentialDownload = true
    guardRequests(updater, (url) => isFeedAddress(feedUrl, url))
    updater.setFeedURL({ provider: 'generic', url: feedUrl.href, channel: 'latest' })
    // Without a listener its errors would end the app; they come as rejections too.
    updater.on('error', () => undefined)
    ready = updater
    return updater
  }
  const load = (): Promise<AppUpdater> => (loading ??= prepare())

  return {
    async readOffer(): Promise<FeedAnswer> {
      const result = await (await load()).checkForUpdates()
      if (!result) return { kind: 'inactive' }
      const parsed = feedSchema.safeParse(result.updateInfo)
      if (!parsed.success) return { kind: 'malformed' }
      const { version, files, signatures } = parsed.data
      const named = files.map(({ url, sha512 }) => ({ name: url, sha512 }))
      return {
        kind: 'offer',
        offer: { version, files: named, signatures, isForThisMachine: result.isUpdateAvailable },
      }
    },
    async download(): Promise<DownloadOutcome> {
      try {
        const [path] = await (await load()).downloadUpdate()
        if (path === undefined) return { kind: 'refused', detail: 'nothing came' }
        downloadedPath = path
        return { kind: 'downloaded', sha512: await hashFile(path) }
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : ''
        if (refusals.has(code)) return { kind: 'refused', detail: code }
        throw error
      }
    },
    hashDownloaded: async () =>
      downloadedPath === undefined ? undefined : await hashFile(downloadedPath).catch(() => undefined),
    // Not silent: the installer for the whole machine asks for an administrator (E27).
    install: () => ready?.quitAndInstall(false, true),
  }
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha512')
  await pipeline(createReadStream(path), hash)
  return hash.digest('base64')
}

/** electron-updater’s own for this platform. Loaded late: most desks never ask for an update. */
export async function loadElectronUpdater(): Promise<AppUpdater> {
  const { default: electronUpdater } = await import('electron-updater')
  return electronUpdater.autoUpdater
}

/** By the session that electron-updater’s requests go through. */
export function guardUpdaterSession(updater: AppUpdater, isAllowed: (url: string) => boolean): void {
  updater.netSession.webRequest.onBeforeRequest(({ url }, decide) => decide({ cancel: !isAllowed(url) }))
}
