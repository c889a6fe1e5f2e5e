import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type ElectronApplication, type Locator, type Page } from '@playwright/test'
import { createDeskPage, type DeskPage } from '../e2e/pages/desk-page.ts'

export interface Stage {
  readonly app: ElectronApplication
  readonly desk: DeskPage
  /** Prints the step, runs it, and takes a picture of what it leads to, in Japanese and then in English. */
  step(what: string, picture: string, run: () => Promise<void>, guide?: GuidePicture): Promise<void>
}

/** What the user guide shows of a step. */
export interface GuidePicture {
  readonly name: string
  /** By structure, not by words: it has to hold in both languages. Several: what is around all of them. */
  readonly of: Locator
}

export interface PictureFolders {
  readonly out: string
  /** Absent: the guide’s pictures stay as they are. */
  readonly guide: string | undefined
}

/** How far around its subject a picture of the guide reaches. */
const marginPx = 16

/** Numbers the pictures through the whole demonstration, whichever window is on stage. */
export function createPhotographer({ out, guide }: PictureFolders) {
  const folders = [out, guide]
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => [folder, join(folder, 'en')])
  for (const folder of folders) mkdirSync(folder, { recursive: true })
  const drawn: string[] = []

  async function takePictures(page: Page, file: string, subject: GuidePicture | undefined): Promise<void> {
    for (const language of ['ja', 'en'] as const) {
      const folder = language === 'ja' ? '.' : language
      if (language === 'en') await showIn(page, language)
      await page.screenshot({ path: join(out, folder, file), animations: 'disabled' })
      if (guide === undefined || subject === undefined) continue
      const path = join(guide, folder, `${subject.name}.png`)
      await page.screenshot({ path, animations: 'disabled', clip: await findClip(page, subject.of) })
    }
    await showIn(page, 'ja')
  }

  return {
    /** Removes what an earlier demonstration has left: the numbers move when a step comes in between. */
    tidyUp(): void {
      for (const folder of [out, join(out, 'en')]) removePictures(folder, drawn)
    },

    present(app: ElectronApplication, page: Page): Stage {
      return {
        app,
        desk: createDeskPage(page),
        async step(what, picture, run, subject) {
          const file = `${String(drawn.length + 1).padStart(2, '0')}-${picture}.png`
          drawn.push(file)
          try {
            await run()
          } catch (error) {
            await page.screenshot({ path: join(out, file), animations: 'disabled' })
            throw error
          }
          await takePictures(page, file, subject)
          process.stdout.write(`  ok  ${what}  [${file}]\n`)
        },
      }
    },
  }
}

function removePictures(folder: string, kept: readonly string[]): void {
  const old = readdirSync(folder).filter((name) => /^\d\d-[a-z-]+\.png$/.test(name) && !kept.includes(name))
  for (const name of old) rmSync(join(folder, name))
}

/** As if it had been chosen in the settings: what the page shows stays. */
async function showIn(page: Page, language: 'ja' | 'en'): Promise<void> {
  await page.evaluate(`window.desk.app.updateSettings({ language: '${language}' })`)
  await expect(page.locator('html')).toHaveAttribute('lang', language)
}

async function findClip(page: Page, subject: Locator) {
  // A screen that is only prepared is in the page as well, hidden.
  const shown = subject.filter({ visible: true })
  await shown.first().waitFor()
  const boxes = await Promise.all((await shown.all()).map((part) => part.boundingBox()))
  const seen = boxes.filter((box) => box !== null)
  const { width, height } = await page.evaluate<{ width: number; height: number }>(
    '({ width: innerWidth, height: innerHeight })',
  )
  const left = Math.max(0, Math.min(...seen.map(({ x }) => x)) - marginPx)
  const top = Math.max(0, Math.min(...seen.map(({ y }) => y)) - marginPx)
  const right = Math.min(width, Math.max(...seen.map((box) => box.x + box.width)) + marginPx)
  const bottom = Math.min(height, Math.max(...seen.map((box) => box.y + box.height)) + marginPx)
  return { x: left, y: top, width: right - left, height: bottom - top }
}
