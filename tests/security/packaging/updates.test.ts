import { createPrivateKey } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeSigningKey, signRelease } from '../../../scripts/sign-release.ts'
import { createElectronUpdateFeed } from '../../../src-main/adapters/electron-update-feed.ts'
import { verifyEd25519 } from '../../../src-main/adapters/node-signature.ts'
import { isSignedFile, judgeUpdate } from '../../../src-main/security/update-trust.ts'
import { createUpdateService } from '../../../src-main/services/update-service.ts'
import type { UpdateView } from '../../../src-shared/ipc/update-schema.ts'
import { makeCertificate } from '../../support/certificates.ts'
import { createManualTimer } from '../../support/manual-timer.ts'
import { createTestUpdater, feedName, serveFeed, writeRelease, type FeedAnswers } from './update-feed-server.ts'

const tls = makeCertificate()
const dir = mkdtempSync(join(tmpdir(), 'updates-'))
const keyFiles = ['first', 'second', 'foreign'].map((name) => join(dir, `${name}.pem`))
const [firstKey = '', secondKey = ''] = keyFiles.map((file) => makeSigningKey(file))
const readKey = (index: number) => createPrivateKey(readFileSync(keyFiles[index] ?? '', 'utf8'))

const answers: FeedAnswers = new Map()
let feed: Awaited<ReturnType<typeof serveFeed>>
let elsewhere: Awaited<ReturnType<typeof serveFeed>>
let round = 0

interface Publication {
  readonly version?: string
  readonly key?: number
  readonly extra?: Readonly<Record<string, unknown>>
}

/** Writes, signs and serves a release; gives what a test may spoil. */
function publish({ version = '1.3.0', key = 0, extra = {} }: Publication = {}) {
  const releaseDir = join(dir, `release-${round}`)
  const artifact = writeRelease(releaseDir, { version, extra })
  signRelease(releaseDir, readKey(key))
  const feedText = readFileSync(join(releaseDir, feedName), 'utf8')
  answers.set(`/desk/${feedName}`, { body: feedText })
  answers.set(`/desk/${artifact}`, { body: readFileSync(join(releaseDir, artifact)) })
  return {
    artifactPath: `/desk/${artifact}`,
    changeFeed: (change: Readonly<Record<string, unknown>>) =>
      answers.set(`/desk/${feedName}`, { body: stringify({ ...parse(feedText), ...change }) }),
  }
}

/** The service of an installed 1.2.0 on this feed; `settle` asks and waits until nothing goes on any more. */
function install(feedUrl = feed.url) {
  const home = join(dir, `home-${round}`)
  mkdirSync(home, { recursive: true })
  const { updater, installed, downloads, guardRequests } = createTestUpdater(home, '1.2.0', tls?.cert ?? '')
  const views: UpdateView[] = []
  let onView = (): void => undefined
  const service = createUpdateService({
    feed: createElectronUpdateFeed({ feedUrl, loadUpdater: () => Promise.resolve(updater), guardRequests }),
    trust: {
      judge: (offer) =>
        judgeUpdate(offer, { installedVersion: '1.2.0', trustedKeys: [firstKey, secondKey], verify: verifyEd25519 }),
      isSignedFile,
    },
    timer: createManualTimer(),
    log: { info: () => undefined, warn: () => undefined },
    onChanged: (view) => {
      views.push(view)
      onView()
    },
  })
  const settle = async (): Promise<UpdateView> => {
    const settled = new Promise<void>((resolve) => {
      onView = () => {
        const state = views.at(-1)?.state
        if (state !== 'checking' && state !== 'downloading') resolve()
      }
    })
    await service.check()
    await settled
    return service.read()
  }
  return { service, views, installed, settle, downloadedPath: () => downloads.at(-1) ?? '' }
}

describe.skipIf(!tls)('updates from a feed over https (skipped without openssl)', () => {
  beforeAll(async () => {
    process.env['APPIMAGE'] = join(dir, 'installed.AppImage')
    if (!tls) return
    feed = await serveFeed(tls, answers)
    elsewhere = await serveFeed(tls, answers)
  })
  afterAll(async () => {
    delete process.env['APPIMAGE']
    await Promise.all([feed.close(), elsewhere.close()])
    rmSync(dir, { recursive: true, force: true })
  })
  beforeEach(() => {
    round += 1
    answers.clear()
    feed.asked.length = 0
    elsewhere.asked.length = 0
  })

  it.each([
    ['first', 0],
    ['second', 1],
  ])('E45 finds, fetches and installs a newer version that the %s key signed', async (_name, key) => {
    publish({ key })
    const desk = install()
    expect(await desk.settle()).toEqual({ state: 'ready', version: '1.3.0' })
    expect(desk.views.map(({ state }) => state)).toEqual(['checking', 'downloading', 'ready'])
    expect(desk.installed).toEqual([])
    await desk.service.install()
    expect(desk.installed).toEqual(['installed'])
  })

  it('says that the installed version is current, and fetches nothing', async () => {
    publish({ version: '1.2.0' })
    expect(await install().settle()).toEqual({ state: 'current', version: null })
    expect(feed.asked).toEqual([`/desk/${feedName}`])
  })

  const refusedUnfetched: [string, () => unknown][] = [
    ['of a foreign key', () => publish({ key: 2 })],
    ['that is older', () => publish({ version: '1.1.0' })],
    ['that is a pre-release', () => publish({ version: '1.3.0-beta.1' })],
    ['whose signature is missing', () => publish().changeFeed({ signatures: undefined })],
    ['whose signature is cut off', () => publish().changeFeed({ signatures: ['AAAA'] })],
    ['whose version was changed', () => publish().changeFeed({ version: '1.4.0' })],
    ['with a second file that no signature covers', () => publish().changeFeed({ packages: { x64: {} } })],
    [
      'whose file lies on another host',
      () =>
        publish().changeFeed({ files: [{ url: 'https://evil.example/a.AppImage', sha512: `${'A'.repeat(86)}==` }] }),
    ],
  ]
  it.each(refusedUnfetched)('E45 refuses a release %s, and fetches nothing', async (_what, spoil) => {
    spoil()
    const desk = install()
    expect(await desk.settle()).toMatchObject({ state: 'refused' })
    await desk.service.install()
    expect(desk.installed).toEqual([])
    expect(feed.asked).toEqual([`/desk/${feedName}`])
  })

  it('E45 refuses a file that is not the one that was signed', async () => {
    const { artifactPath } = publish()
    answers.set(artifactPath, { body: 'something else' })
    const desk = install()
    expect(await desk.settle()).toEqual({ state: 'refused', version: '1.3.0' })
    await desk.service.install()
    expect(desk.installed).toEqual([])
  })

  it('E45 refuses a file that was exchanged after it was verified', async () => {
    publish()
    const desk = install()
    await desk.settle()
    writeFileSync(desk.downloadedPath(), 'something else')
    expect(await desk.service.install()).toEqual({ state: 'refused', version: '1.3.0' })
    expect(desk.installed).toEqual([])
  })

  it.each(['feed', 'file'])('E45 follows no redirect of the %s to another host', async (what) => {
    const { artifactPath } = publish()
    const path = what === 'feed' ? `/desk/${feedName}` : artifactPath
    answers.set(path, { redirectTo: new URL(path, elsewhere.url).href })
    expect(await install().settle()).toMatchObject({ state: 'unreachable' })
    expect(elsewhere.asked).toEqual([])
  })

  it('says that there is no feed to be reached, and finds it later', async () => {
    const desk = install()
    expect(await desk.settle()).toEqual({ state: 'unreachable', version: null })
    publish()
    expect(await desk.settle()).toMatchObject({ state: 'ready' })
  })
})

describe('signing a release', () => {
  it('signs only what the feed was made for, adds to the signatures there are, and keeps the key to its owner', () => {
    const releaseDir = join(mkdtempSync(join(tmpdir(), 'release-')))
    const [keyFile, otherFile] = [join(releaseDir, 'key.pem'), join(releaseDir, 'other.pem')]
    try {
      const artifact = writeRelease(releaseDir, { version: '1.3.0' })
      for (const file of [keyFile, otherFile]) makeSigningKey(file)
      expect(statSync(keyFile).mode & 0o077).toBe(0)
      expect(() => makeSigningKey(keyFile)).toThrow('EEXIST')
      for (const file of [keyFile, otherFile, keyFile])
        signRelease(releaseDir, createPrivateKey(readFileSync(file, 'utf8')))
      expect(parse(readFileSync(join(releaseDir, feedName), 'utf8'))).toMatchObject({
        version: '1.3.0',
        signatures: [expect.any(String), expect.any(String)],
      })
      writeFileSync(join(releaseDir, artifact), 'changed')
      expect(() => signRelease(releaseDir, createPrivateKey(readFileSync(keyFile, 'utf8')))).toThrow(artifact)
    } finally {
      rmSync(releaseDir, { recursive: true })
    }
  })
})
