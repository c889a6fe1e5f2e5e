import { test as base, type Page } from '@playwright/test'
import { inProject } from '../support/project.ts'
import type { GalleryRequest } from './gallery-state.ts'
import { serveGallery } from './serve-gallery.ts'
import { endMotion, openGallery, showState } from './show-state.ts'

/** Where the set-up puts the built gallery, and the tests find it. */
export const siteFolder = inProject('.cache', 'gallery', 'site')

/** One window for all tests of a worker: only what is shown in it changes. */
export interface Stage {
  readonly page: Page
  readonly show: (request: Partial<GalleryRequest> & Pick<GalleryRequest, 'state'>) => Promise<void>
  /** What the page complained of since it was asked last: the content security policy, exceptions, the console. */
  readonly takeComplaints: () => string[]
}

export const desktop = { width: 1280, height: 800 }

const listening = `addEventListener('securitypolicyviolation', (event) =>
  console.error('content security policy: ' + event.violatedDirective + ' ' + event.blockedURI))`

export const test = base.extend<object, { readonly siteUrl: string; readonly stage: Stage }>({
  siteUrl: [
    async ({}, use) => {
      const server = await serveGallery(siteFolder)
      await use(server.url)
      server.close()
    },
    { scope: 'worker' },
  ],
  stage: [
    async ({ browser, siteUrl }, use) => {
      const page = await browser.newPage({ viewport: desktop, locale: 'ja-JP', timezoneId: 'Asia/Tokyo' })
      page.setDefaultTimeout(5_000)
      let complaints: string[] = []
      page.on('pageerror', (error) => complaints.push(error.message))
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
      })
      await page.addInitScript(listening)
      await openGallery(page, siteUrl)
      await use({
        page,
        show: async (request) => {
          await page.setViewportSize(desktop)
          await showState(page, { language: 'ja', theme: 'light', isPseudo: false, ...request })
          await endMotion(page)
        },
        takeComplaints: () => {
          const taken = complaints
          complaints = []
          return taken
        },
      })
      await page.close()
    },
    { scope: 'worker' },
  ],
})

export { expect } from '@playwright/test'
