import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { chromium, type Browser, type CDPSession, type Page } from '@playwright/test'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import { findBrowser } from '../../../src-host/find-browser.ts'
import { rendererStyles } from '../../gallery/build-gallery.ts'
import { serveGallery } from '../../gallery/serve-gallery.ts'
import { inProject } from '../../support/project.ts'
import type { Sight } from './paint-page/watch-paint.ts'

export interface BenchPage {
  readonly page: Page
  readonly cdp: CDPSession
  /** How many times slower the page’s processor is made; 1: not at all. */
  readonly throttle: (rate: number) => Promise<void>
  /** Presses a key and waits until all of this is painted; milliseconds from the key on. */
  readonly pressUntil: (key: string, ...sights: readonly Sight[]) => Promise<number>
  /** Until the page has nothing to do, so that what one act leaves behind is not counted with the next. */
  readonly rest: () => Promise<void>
  readonly close: () => Promise<void>
}

export interface PageHarness {
  readonly browser: Browser
  /** Where the built pages are. */
  readonly folder: string
  /** `path`: `app.html?users=1000` or `floor.html`. */
  readonly open: (path: string) => Promise<BenchPage>
  readonly close: () => Promise<void>
}

/**
 * The bench’s pages, built as the renderer is built, in a browser without a window. With `hasNames`, functions keep their
 * names, and maps tell which source they are from. Throws where there is no browser.
 */
export async function startPageHarness({ hasNames = false } = {}): Promise<PageHarness> {
  const executablePath = findBrowser()
  if (executablePath === undefined) throw new Error('no browser was found')
  mkdirSync(inProject('.cache'), { recursive: true })
  const site = mkdtempSync(inProject('.cache', 'paint-'))
  await buildPages(site, hasNames)
  const server = await serveGallery(site)
  const browser = await chromium.launch({ executablePath })
  return {
    browser,
    folder: site,
    open: (path) => openPage(browser, server.url + path),
    async close() {
      await browser.close()
      server.close()
      rmSync(site, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

async function buildPages(outDir: string, hasNames: boolean): Promise<void> {
  const root = inProject('tests', 'bench', 'desk', 'paint-page')
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    plugins: [react({ compiler: true }), rendererStyles()],
    build: {
      target: 'chrome140',
      minify: !hasNames,
      sourcemap: hasNames,
      assetsInlineLimit: 0,
      outDir,
      emptyOutDir: true,
      chunkSizeWarningLimit: 8_000,
      rollupOptions: { input: [`${root}/app.html`, `${root}/floor.html`] },
    },
  })
}

async function openPage(browser: Browser, url: string): Promise<BenchPage> {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 800 },
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
  })
  page.setDefaultTimeout(30_000)
  const failures: string[] = []
  page.on('pageerror', (error) => failures.push(error.message))
  const cdp = await page.context().newCDPSession(page)
  await page.goto(url)
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  return {
    page,
    cdp,
    throttle: async (rate) => void (await cdp.send('Emulation.setCPUThrottlingRate', { rate })),
    async pressUntil(key, ...sights) {
      await page.evaluate((all) => window.paintWatch.arm(all), sights)
      const keys = key.split('+')
      for (const down of keys) await page.keyboard.down(down)
      const taken = await page.evaluate(() => window.paintWatch.taken())
      // Not before: the browser puts a key that is let go, and the frames after it, in front of the end of the measuring.
      for (const up of keys.toReversed()) await page.keyboard.up(up)
      return taken
    },
    rest: () => page.evaluate(rest),
    async close() {
      await page.close()
      if (failures.length > 0) throw new Error(`in the page: ${failures.join('; ')}`)
    },
  }
}

/** Runs in the page: two frames, then idle. */
function rest(): Promise<void> {
  return new Promise((resolve) => {
    const idle = () => requestIdleCallback(() => resolve(), { timeout: 2_000 })
    requestAnimationFrame(() => requestAnimationFrame(idle))
  })
}
